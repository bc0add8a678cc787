#!/bin/bash
# Run once by the PostgreSQL image, on an empty data directory: roles and databases, as on the embedded server.
set -euo pipefail

aimline_password="$(cat /run/secrets/aimline-postgres-password)"
temporal_password="$(cat /run/secrets/temporal-postgres-password)"

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set aimline_password="$aimline_password" --set temporal_password="$temporal_password" <<'SQL'
create role aimline login createdb createrole password :'aimline_password';
create role temporal login password :'temporal_password';
create database aimline owner aimline;
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
