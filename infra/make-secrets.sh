#!/bin/sh
# Makes the secrets that docker-compose.yml reads, in ./secrets. What is there already is kept: a second run is harmless.
# The files are readable for the users inside the containers; the folder is closed to everyone else on this machine.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets

make() { # name, value
  [ -s "secrets/$1" ] || printf '%s\n' "$2" >"secrets/$1"
  chmod 444 "secrets/$1"
}

random() { head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

make postgres-password "$(random)"
make aimline-postgres-password "$(random)"
make temporal-postgres-password "$(random)"
make master-key "$(random)"
# The owner's address migrates; the application has a login of its own, which the migration makes. An installation of before had one
# address for both: it was the owner's.
if [ -s secrets/database-url ] && [ ! -s secrets/database-migration-url ]; then
  mv secrets/database-url secrets/database-migration-url
fi
make database-migration-url "postgres://aimline:$(cat secrets/aimline-postgres-password)@postgres:5432/aimline"
make app-postgres-password "$(random)"
# At the same server as the owner's, wherever that is.
server="$(sed 's,^[a-z]*://[^@]*@,,' secrets/database-migration-url)"
make database-url "postgres://aimline_app:$(cat secrets/app-postgres-password)@$server"

if [ ! -s secrets/oidc-client-secret ]; then
  echo 'Now write the client secret of your sign-in service to secrets/oidc-client-secret.' >&2
fi
echo 'Keep a copy of secrets/master-key apart from this machine: without it sealed records cannot be read.' >&2
