import type pg from 'pg';
import { type RecordRole, recordRoles } from './roles.js';

type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'EXECUTE' | 'USAGE';
type Granted = readonly [role: RecordRole, ...privileges: Privilege[]];

const dml = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** What a role may do in a schema: with all its tables, and beyond that with some. Whatever is not named here is refused. */
const schemas: Readonly<
  Record<
    string,
    { tables: readonly Granted[]; more?: Readonly<Record<string, readonly Granted[]>> }
  >
> = {
  es: {
    tables: [
      ['es_app', 'SELECT'],
      ['es_projector', 'SELECT'],
      ['es_auditor', 'SELECT'],
    ],
    more: {
      subscriptions: [['es_projector', 'INSERT', 'UPDATE']],
      parked: [['es_projector', 'INSERT', 'UPDATE', 'DELETE']],
    },
  },
  vault: { tables: [['es_app', 'SELECT']] },
  rm: {
    tables: [
      ['es_app', 'SELECT'],
      ['es_projector', ...dml],
    ],
  },
  app: { tables: [['es_app', ...dml]] },
  public: {
    tables: [],
    more: {
      aimline_migrations: [
        ['es_app', 'SELECT'],
        ['es_auditor', 'SELECT'],
      ],
    },
  },
};

/** The functions that the application may call; each runs as `es_owner`. No other is anybody's but the owner's. */
export const applicationCalls = [
  'es.append',
  'es.found_district',
  'es.keep_checkpoint',
  'es.logs_to_seal',
  'vault.keep_district_key',
  'vault.keep_class_keys',
] as const;

/** And what those call, or whoever restores a backup. */
const runAsOwner: readonly string[] = [...applicationCalls, 'es.carry_out'];

/** Names everything with its schema, because a path set at every call costs too much. */
const needsNoPath = ['es.chain_step'];

const ownRow = `log_id = (select nullif(current_setting('app.log_id', true), '')::smallint)`;

/** How far a log and its followers have come is no secret among districts; to write it takes the log's own connection. */
const readableByAll = ['es.log', 'es.subscriptions', 'es.parked'];

/** A view's rows name their district; the connection's is that of the log that it was told. */
const ownView = `district_id = (select l.district_id from es.log l where l.${ownRow})`;

/** Of a table with rows of several districts: each policy lets rows through. */
function policiesOf(table: string): Readonly<Record<string, string>> {
  if (table.startsWith('rm.'))
    return {
      own_district: `for all using (${ownView})`,
      migration: 'for all to es_migrator using (true)',
    };
  return {
    own_log: `for all using (${ownRow})`,
    migration: 'for all to es_migrator using (true)',
    ...(table.startsWith('es.') && { audit: 'for select to es_auditor using (true)' }),
    ...(readableByAll.includes(table) && { heads: 'for select using (true)' }),
    ...(table === 'es.log' && { founding: 'for insert to es_owner with check (true)' }),
  };
}

/**
 * Brings owners, row security and grants to what is written here, whatever migrations made or somebody changed by hand. It looks
 * first and changes only what differs: so it may run at every start without a lock on the record.
 */
export async function ensureRights(client: pg.Client): Promise<void> {
  await client.query('set search_path = pg_catalog'); // so that every name below comes with its schema
  const statements = [
    ...(await ownership(client)),
    ...(await rowSecurity(client)),
    ...(await functionSettings(client)),
    ...(await triggers(client)),
  ];
  await inTransaction(client, statements);
  // By now every object has its owner, so what is granted can be compared.
  await inTransaction(client, await grants(client));
}

async function ownership(client: pg.Client): Promise<string[]> {
  return texts(
    client,
    `select format('alter schema %I owner to es_owner', n.nspname) as text
     from pg_namespace n where n.nspname in ('es', 'vault') and n.nspowner <> 'es_owner'::regrole
     union all
     select format('alter table %s owner to es_owner', c.oid::regclass)
     from pg_class c where c.relnamespace in ('es'::regnamespace, 'vault'::regnamespace)
       and c.relkind in ('r', 'p', 'v', 'm') and c.relowner <> 'es_owner'::regrole
     union all
     select format('alter routine %s owner to es_owner', p.oid::regprocedure)
     from pg_proc p where p.pronamespace in ('es'::regnamespace, 'vault'::regnamespace)
       and p.proowner <> 'es_owner'::regrole`,
  );
}

async function rowSecurity(client: pg.Client): Promise<string[]> {
  type Row = { table: string; forced: boolean; policies: string[] };
  const { rows } = await client.query<Row>(
    `select format('%s.%s', c.relnamespace::regnamespace, c.relname) as "table",
            c.relrowsecurity and c.relforcerowsecurity as forced,
            array(select polname::text from pg_policy where polrelid = c.oid) as policies
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p')
       and (c.relnamespace::regnamespace::text in ('es', 'vault') and a.attname = 'log_id'
         or c.relnamespace::regnamespace::text = 'rm' and a.attname = 'district_id')`,
  );
  return rows.flatMap(({ table, forced, policies }) => {
    const wanted = policiesOf(table);
    return [
      ...(forced
        ? []
        : [`alter table ${table} enable row level security, force row level security`]),
      ...policies
        .filter((name) => !(name in wanted))
        .map((name) => `drop policy "${name}" on ${table}`),
      ...Object.entries(wanted)
        .filter(([name]) => !policies.includes(name))
        .map(([name, rule]) => `create policy ${name} on ${table} ${rule}`),
    ];
  });
}

/** Nothing of the record changes, even where a session says that it only replicates. */
async function triggers(client: pg.Client): Promise<string[]> {
  return texts(
    client,
    `select format('alter table %s enable always trigger %I', t.tgrelid::regclass, t.tgname) as text
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'es'::regnamespace and t.tgname in ('no_change', 'no_truncate') and t.tgenabled <> 'A'`,
  );
}

/** A function that the application calls runs as the owner; and none looks for its names where the caller may put some. */
async function functionSettings(client: pg.Client): Promise<string[]> {
  return texts(
    client,
    `select format('alter function %s security definer', p.oid::regprocedure) as text
     from pg_proc p where format('%s.%s', p.pronamespace::regnamespace, p.proname) = any($1) and not p.prosecdef
     union all
     select format('alter function %s set search_path = pg_catalog, pg_temp', p.oid::regprocedure)
     from pg_proc p where p.pronamespace in ('es'::regnamespace, 'vault'::regnamespace) and p.prokind <> 'a'
       and format('%s.%s', p.pronamespace::regnamespace, p.proname) <> all($2)
       and not 'search_path=pg_catalog, pg_temp' = any(coalesce(p.proconfig, '{}'))`,
    [runAsOwner, needsNoPath],
  );
}

type Right = {
  kind: 'schema' | 'table' | 'routine';
  object: string;
  grantee: string;
  privilege: string;
};

/** What is granted against what should be: the difference, as statements. */
async function grants(client: pg.Client): Promise<string[]> {
  const { rows: objects } = await client.query<
    Pick<Right, 'kind' | 'object'> & { name: string; schema: string }
  >(
    `select 'schema' as kind, quote_ident(nspname) as object, nspname::text as name, nspname::text as schema
     from pg_namespace where nspname = any($1)
     union all
     select 'table', c.oid::regclass::text, c.relname::text, c.relnamespace::regnamespace::text
     from pg_class c where c.relnamespace::regnamespace::text = any($1) and c.relkind in ('r', 'p', 'v', 'm')
     union all
     select 'routine', p.oid::regprocedure::text, p.proname::text, p.pronamespace::regnamespace::text
     from pg_proc p where p.pronamespace::regnamespace::text in ('es', 'vault')`,
    [Object.keys(schemas)],
  );
  const { rows: actual } = await client.query<Right>(
    `select o.kind, o.object, coalesce(r.rolname::text, 'public') as grantee, a.privilege_type as privilege
     from (
       select 'schema' as kind, quote_ident(nspname) as object, nspacl as acl, acldefault('n', nspowner) as usual, nspowner as owner
       from pg_namespace where nspname = any($1)
       union all
       select 'table', c.oid::regclass::text, c.relacl, acldefault('r', c.relowner), c.relowner
       from pg_class c where c.relnamespace::regnamespace::text = any($1) and c.relkind in ('r', 'p', 'v', 'm')
       union all
       select 'routine', p.oid::regprocedure::text, p.proacl, acldefault('f', p.proowner), p.proowner
       from pg_proc p where p.pronamespace::regnamespace::text in ('es', 'vault')
     ) o
     cross join lateral aclexplode(coalesce(o.acl, o.usual)) a
     left join pg_roles r on r.oid = a.grantee
     where a.grantee <> o.owner`,
    [Object.keys(schemas)],
  );
  // Beside the record somebody else may have been let in, such as a reporting tool that reads views.
  const ours = ({ object, grantee }: Right) =>
    /^(es|vault)\b/.test(object) || (/^(rm|app)\b/.test(object) && isOurs(grantee));
  const wanted = objects.flatMap(({ kind, object, name, schema }) =>
    wantedFor(kind, name, schema).flatMap(([grantee, ...privileges]) =>
      privileges.map((privilege): Right => ({ kind, object, grantee, privilege })),
    ),
  );
  const key = ({ kind, object, grantee, privilege }: Right) =>
    [kind, object, grantee, privilege].join(' ');
  const has = new Set(actual.map(key));
  const should = new Set(wanted.map(key));
  return [
    ...actual
      .filter((right) => ours(right) && !should.has(key(right)))
      .map((r) => `revoke ${r.privilege} on ${r.kind} ${r.object} from ${grantee(r)} cascade`),
    ...wanted
      .filter((right) => !has.has(key(right)))
      .map((r) => `grant ${r.privilege} on ${r.kind} ${r.object} to ${r.grantee}`),
  ];
}

function wantedFor(kind: Right['kind'], name: string, schema: string): readonly Granted[] {
  const { tables, more = {} } = schemas[schema]!;
  switch (kind) {
    case 'schema':
      return schema === 'public' ? [] : tables.map(([role]) => [role, 'USAGE']);
    case 'table':
      return [...tables, ...(more[name] ?? [])];
    case 'routine':
      return applicationCalls.some((call) => call === `${schema}.${name}`)
        ? [['es_app', 'EXECUTE']]
        : [];
  }
}

const isOurs = (name: string) => name === 'public' || recordRoles.some((role) => role === name);
const grantee = ({ grantee: name }: Right) => (name === 'public' ? name : `"${name}"`);

async function texts(client: pg.Client, text: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(text, values);
  return rows.map((row) => row.text);
}

async function inTransaction(client: pg.Client, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return;
  await client.query('begin');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
