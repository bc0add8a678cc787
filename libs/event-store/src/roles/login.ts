import pg from 'pg';

/** No rule of the record binds a superuser; nothing that serves people runs as one. */
export class LoginTooPowerful extends Error {
  constructor(user: string) {
    super(
      `DATABASE_URL logs in as ${user}, whom row security does not bind. Set DATABASE_MIGRATION_URL to this address and DATABASE_URL ` +
        'to one with another login, such as aimline_app; `aimline db migrate` makes it.',
    );
    this.name = 'LoginTooPowerful';
  }
}

/**
 * For whatever serves people, at its start: throws {@link LoginTooPowerful} where the login is a superuser, or one past row security.
 * A database that is away is waited for later, as everything else is.
 *
 * @returns what an operator should know of the login, or null
 */
export async function checkLogin(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    return null;
  }
  try {
    const { rows } = await client.query<{ user: string; unbound: boolean; owns: boolean }>(
      `select r.rolname as user, r.rolsuper or r.rolbypassrls as unbound,
              exists (select from pg_roles o where o.rolname = 'es_owner' and pg_has_role(r.oid, o.oid, 'member')) as owns
       from pg_roles r where r.rolname = current_user`,
    );
    const { user, unbound, owns } = rows[0]!;
    if (unbound) throw new LoginTooPowerful(user);
    return owns
      ? `DATABASE_URL logs in as ${user}, who owns the record and could change it: give the application a login of its own ` +
          '(docs/how-to/deploy.md, "Who logs in as what")'
      : null;
  } finally {
    await client.end().catch(() => undefined);
  }
}
