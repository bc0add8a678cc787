import pg from 'pg';

/**
 * The roles of the record (event-store.md 8); none of them logs in. A login is a member of those whose work it does.
 *
 * - `es_owner` owns `es` and `vault`; their functions run as it. Row security binds it too.
 * - `es_app` calls the functions, reads the record of the district it has named, and keeps what is no fact (schema `app`).
 * - `es_projector` writes read models and how far each subscription has come.
 * - `es_auditor` reads the record of every district, without the keys.
 * - `es_migrator` changes the schemas, and sees every row while it does.
 */
export const recordRoles = [
  'es_owner',
  'es_app',
  'es_projector',
  'es_auditor',
  'es_migrator',
] as const;
export type RecordRole = (typeof recordRoles)[number];

/** What the application logs in as. */
export const ofApplication = ['es_app', 'es_projector'] as const;

export type Login = { user: string; password: string };

/** A role cannot be made or given with the rights of whoever migrates. */
export class RolesNeeded extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(
      `${why}. Migrate as a login that may create roles (DATABASE_MIGRATION_URL), or let a superuser make them: ` +
        `create role ${recordRoles.join('; create role ')}; grant ${recordRoles.join(', ')} to <the migrating login> with admin option`,
      options,
    );
    this.name = 'RolesNeeded';
  }
}

/**
 * Makes the roles, lets the connection's own login act as owner, and lets `login` do the application's work; a login that does
 * not exist is made. Roles are the server's, not the database's: several databases may make them at once.
 */
export async function ensureRoles(client: pg.Client, login: Login | null): Promise<void> {
  const patience = 20;
  for (let tries = 1; ; tries += 1)
    try {
      return await makeRoles(client, login);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === '42501') throw new RolesNeeded((error as Error).message, { cause: error });
      // Made, or given, by somebody else in the same moment.
      const meanwhile = code === '42710' || code === '23505' || code === 'XX000';
      if (!meanwhile || tries === patience) throw error;
    }
}

async function makeRoles(client: pg.Client, login: Login | null): Promise<void> {
  const { rows } = await client.query<{ me: string; superuser: boolean; there: string[] }>(
    `select current_user as me, rolsuper as superuser, array(select rolname::text from pg_roles) as there
     from pg_roles where rolname = current_user`,
  );
  const { me, superuser, there } = rows[0]!;
  for (const role of recordRoles)
    if (!there.includes(role)) await client.query(`create role ${role} nologin`);
  if (!superuser) await join(client, me, ['es_owner', 'es_migrator']);
  if (!login || login.user === me) return;
  const name = client.escapeIdentifier(login.user);
  if (!there.includes(login.user))
    await client.query(
      `create role ${name} login password ${client.escapeLiteral(login.password)}`,
    );
  await join(client, login.user, ofApplication);
}

async function join(client: pg.Client, user: string, roles: readonly RecordRole[]): Promise<void> {
  for (const role of roles) {
    const { rows } = await client.query<{ has: boolean }>(
      `select pg_has_role($1, $2, 'usage') as has`,
      [user, role],
    );
    if (!rows[0]!.has) await client.query(`grant ${role} to ${client.escapeIdentifier(user)}`);
  }
}
