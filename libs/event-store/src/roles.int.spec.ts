import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#testing/database';
import { evidenceLog, type EvidenceLog, keys } from '#testing/evidence-log';
import {
  newStream,
  noteBodies,
  noted,
  request,
} from '../../../test/contracts/event-store.contract.js';
import { Sealer } from './evidence/sealer.js';
import { FolderNotes } from './evidence/folder-notes.js';
import { migrate, MigrationNeeded } from './migrate.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';
import { checkLogin, LoginTooPowerful } from './roles/login.js';
import { applicationCalls } from './roles/rights.js';

/** The log of one district and, beside it, that of another; both written by the application's own login. */
let log: EvidenceLog;
let other: { district: string; logId: number };
let tables: string[];

beforeAll(async () => {
  log = await evidenceLog();
  await log.append(12);
  await log.store.append(note(log.district, { claims: [{ take: ['a claim'], release: [] }] }));
  await log.seal();
  const district = randomUUID();
  await log.store.foundDistrict(district);
  const { rows } = await log.db.query('select log_id from es.log where district_id = $1', [
    district,
  ]);
  other = { district, logId: rows[0].log_id };
  await log.store.append(note(district, { claims: [{ take: ['a claim'], release: [] }] }));
  await log.sealer.seal(district, other.logId);
  await log.db.query(`
    insert into es.subscriptions (name, log_id, pos, chain_hash, epoch, status, updated_at)
      select 'read-models', log_id, last_pos, last_hash, 1, 'running', now() from es.log`);
  const listed = await log.db.query<{ name: string }>(
    `select format('%s.%s', relnamespace::regnamespace, relname) as name from pg_class
     where relnamespace in ('es'::regnamespace, 'vault'::regnamespace) and relkind in ('r', 'p') order by 1`,
  );
  tables = listed.rows.map(({ name }) => name);
});
afterAll(() => log.close());

const note = (district: string, ask = {}) => request(keys, { district, stream: newStream() }, ask);

/** One connection as the login, told a district or none. */
async function as<T>(url: string, work: (db: pg.Client) => Promise<T>, logId?: number): Promise<T> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    if (logId !== undefined) await db.query(`set app.log_id = ${logId}`);
    return await work(db);
  } finally {
    await db.end();
  }
}
const application = <T>(work: (db: pg.Client) => Promise<T>, logId?: number) =>
  as(log.url, work, logId);

/** What the server answers, statement by statement: the code of its refusal, or `done`. */
async function answers(db: pg.Client, statements: readonly string[]): Promise<string[]> {
  const codes: string[] = [];
  for (const text of statements)
    codes.push(
      await db.query(text).then(
        () => 'done',
        ({ code }: pg.DatabaseError) => code ?? '?',
      ),
    );
  return codes;
}
const denied = '42501';

describe('the application’s login', () => {
  test('writes no row of the record or the vault, and empties no table', async () => {
    expect(tables).toContain('es.events');
    expect(tables).toContain('vault.class_keys');
    for (const table of tables) {
      const statements = [
        `insert into ${table} default values`,
        `update ${table} set log_id = log_id`,
        `delete from ${table}`,
        `truncate ${table}`,
      ];
      // How far it has come is no fact, and what was set aside is taken up again.
      const may: Record<string, number> = { 'es.subscriptions': 2, 'es.parked': 3 };
      const asked = statements.slice(may[table] ?? 0);
      const codes = await application((db) => answers(db, asked), log.logId);
      expect({ table, codes }).toEqual({ table, codes: asked.map(() => denied) });
    }
  });

  test('cannot become somebody who may, nor switch off what is in its way', async () => {
    const attempts = [
      'set role es_owner',
      'set role es_migrator',
      'set session_replication_role = replica',
      'alter table es.events disable trigger no_change',
      'alter table es.events no force row level security',
      'drop policy own_log on es.events',
      'create policy mine on es.events using (true)',
      'create or replace function es.refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
      'create table es.mine ()',
      'create schema mine',
      'select es.carry_out(1::smallint, 0)',
    ];
    const [codes, granted] = await application(async (db) => {
      const refused = await answers(db, attempts);
      await db.query('grant insert on es.events to current_user'); // a warning: nothing was granted
      const { rows } = await db.query(`select has_table_privilege('es.events', 'insert') as may`);
      return [refused, rows[0].may];
    }, log.logId);
    expect({ codes, granted }).toEqual({ codes: attempts.map(() => denied), granted: false });
  });

  test('sees nothing of another district, whatever table it asks', async () => {
    const read = async (logId: number, of: number) => {
      const seen: Record<string, number> = {};
      for (const table of tables)
        seen[table] = await application(async (db) => {
          const { rows } = await db.query(
            `select count(*)::int as n from ${table} where log_id = $1`,
            [of],
          );
          return rows[0].n as number;
        }, logId);
      return seen;
    };
    // Where logs end and how far each is read is no secret among districts.
    const heads = { 'es.log': 1, 'es.subscriptions': 1 };
    const nothing = Object.fromEntries(tables.map((table) => [table, 0]));
    expect(await read(log.logId, other.logId)).toEqual({ ...nothing, ...heads });
    expect(await read(other.logId, other.logId)).toMatchObject({
      'es.events': 1,
      'es.streams': 1,
      'es.claims': 1,
      'es.checkpoints': 1,
      'vault.class_keys': 1,
      'vault.district_keys': 1,
    });
  });

  test.each([
    ['never named a district', []],
    ['named none', [`select set_config('app.log_id', '', false)`]],
    ['named one in a transaction that is over', [`begin; set local app.log_id = 1; commit`]],
  ])('that %s sees no row at all', async (_, before) => {
    const seen = await application(async (db) => {
      for (const text of before) await db.query(text);
      const counts: Record<string, number> = {};
      for (const table of tables) {
        const { rows } = await db.query(`select count(*)::int as n from ${table}`);
        if (rows[0].n > 0) counts[table] = rows[0].n;
      }
      return counts;
    });
    expect(seen).toEqual({ 'es.log': 2, 'es.subscriptions': 2 });
  });

  test('writes to no log but the one that its connection has named', async () => {
    const { rows } = await log.db.query<{ n: number }>(
      `select pronargs::int as n from pg_proc where pronamespace = 'es'::regnamespace and proname = 'append'`,
    );
    const nulls = Array.from({ length: rows[0]!.n - 1 }, () => 'null').join(', ');
    const bytes = `'\\x00'`;
    const calls = (logId: number | string) => [
      `select es.append(${logId}::smallint, ${nulls})`,
      `select es.keep_checkpoint(${logId}::smallint, 99, ${bytes}, ${bytes}, 'a note')`,
      `select vault.keep_district_key(${logId}::smallint, ${bytes})`,
      `select vault.keep_class_keys(${logId}::smallint, '{}', '{}', '{}', '{}')`,
    ];
    const before = await log.db.query('select * from es.log order by 1');
    for (const logId of [other.logId, 'null'])
      for (const told of [log.logId, undefined])
        if (logId !== 'null' || told !== undefined)
          expect(await application((db) => answers(db, calls(logId)), told)).toEqual(
            calls(logId).map(() => denied),
          );
    expect((await log.db.query('select * from es.log order by 1')).rows).toEqual(before.rows);
  });

  test('moves no other district’s subscriptions', async () => {
    const [moved, made] = await application(async (db) => {
      const { rowCount } = await db.query('update es.subscriptions set pos = 0 where log_id = $1', [
        other.logId,
      ]);
      const insert = `insert into es.subscriptions (name, log_id, pos, chain_hash, epoch, status, updated_at)
        values ('mine', ${other.logId}, 0, '\\x00', 1, 'running', now())`;
      return [rowCount, ...(await answers(db, [insert]))];
    }, log.logId);
    expect([moved, made]).toEqual([0, denied]);
  });
});

describe('the record’s functions', () => {
  test('call nothing that the caller has put in their way', async () => {
    const database = await freshDatabase();
    await database.migrate();
    const name = new URL(database.url).pathname.slice(1);
    const owner = new pg.Client({ connectionString: database.superuserUrl ?? database.ownerUrl });
    await owner.connect();
    // A hundred builtins and operators with a double in a schema of the attacker's, which each session looks into first.
    await owner.query(
      `create schema trap; grant usage, create on schema trap to aimline_app; grant usage on schema trap to es_owner;
       create function trap.careless() returns bytea language sql security definer as $$ select sha256('\\x00'::bytea) $$;
       alter function trap.careless() owner to es_owner`,
    );
    const doubles = await as(database.url, async (db) => {
      await db.query(trap);
      const { rows } = await db.query(
        `select count(*)::int as n from pg_proc where pronamespace = 'trap'::regnamespace`,
      );
      return rows[0].n as number;
    });
    expect(doubles).toBeGreaterThan(80);
    await owner.query(
      `alter role aimline_app in database ${name} set search_path = trap, pg_catalog, public`,
    );
    const definers = await owner.query<{ name: string }>(
      `select format('%s.%s', pronamespace::regnamespace, proname) as name from pg_proc
       where prosecdef and pronamespace in ('es'::regnamespace, 'vault'::regnamespace)`,
    );
    const called = [...applicationCalls, 'es.carry_out'].sort();
    expect(definers.rows.map((row) => row.name).sort()).toEqual(called);

    const ownStep = as(database.ownerUrl, (db) =>
      db.query(
        `set role es_owner; set search_path = trap, pg_catalog; select es.chain_step('\\x01', '\\x02', '\\x03')`,
      ),
    );
    await expect(ownStep).resolves.toBeDefined();

    // The trap is armed: a function that looks where its caller looks falls into it.
    const careless = await as(database.url, (db) =>
      db.query('select trap.careless()').catch(String),
    );
    expect(careless).toContain('trapped: sha256');

    const url = database.url;
    const store = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
    const outside = new FolderNotes(`${log.folder}/trap`);
    const sealer = new Sealer({ url, keys, outside, say: (line) => expect(line).toBe('') });
    const district = randomUUID();
    await store.foundDistrict(district); // es.found_district
    const stream = newStream();
    const ask = {
      key: 'once',
      claims: [{ take: ['a claim'], release: [] }],
      events: [noted(), noted()],
    };
    const first = await store.append(request(keys, { district, stream }, ask)); // es.append, vault.keep_…
    await store.append(request(keys, { district, stream }, ask));
    await store.append(
      request(
        keys,
        { district, stream },
        {
          events: [{ type: 'BodyExpunged', data: { eventId: first.events[0]!.id } }], // es.carry_out
          claims: [{ take: [], release: ['a claim'] }],
        },
      ),
    );
    await sealer.look(); // es.logs_to_seal, es.keep_checkpoint
    const { rows } = await owner.query(
      `select (select count(*)::int from es.events) as events, (select count(*)::int from es.checkpoints) as checkpoints,
              (select count(*)::int from vault.class_keys) as keys, (select count(*)::int from es.claims) as claims`,
    );
    expect(rows[0]).toEqual({ events: 3, checkpoints: 1, keys: 1, claims: 0 });
    await sealer.stop();
    await store.close();

    // Tables and types of the session's own, under the names that the functions use.
    const written = await as(url, async (db) => {
      const temporary = ['log', 'events', 'checkpoints', 'district_keys', 'class_keys', 'closed'];
      for (const table of temporary) await db.query(`create temp table ${table} (log_id smallint)`);
      for (const type of ['bytea', 'smallint', 'text', 'uuid', 'record'])
        await db.query(`create domain pg_temp."${type}" as int check (value < 0)`);
      await db.query(`set search_path = pg_temp, trap, pg_catalog; set app.log_id = 1`);
      await db.query(`select es.keep_checkpoint(1::pg_catalog.int2, 4, '\\x01', '\\x02', 'n')`);
      const counts = temporary.map((table) => `select 1 from pg_temp.${table}`).join(' union all ');
      return (await db.query(counts)).rows.length;
    });
    expect(written).toBe(0);
    await owner.end();
    await database.drop();
  });

  test('and its tables are all locked up: owner, path, grants and row security', async () => {
    const { rows: functions } = await log.db.query(`
      select p.oid::regprocedure::text as it, p.proowner::regrole::text as owner, p.prokind,
             coalesce('search_path=pg_catalog, pg_temp' = any(p.proconfig), false) as fixed,
             array(select coalesce(r.rolname, 'public')::text || ' ' || a.privilege_type
                   from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                   left join pg_roles r on r.oid = a.grantee where a.grantee <> p.proowner) as granted,
             format('%s.%s', p.pronamespace::regnamespace, p.proname) as name
      from pg_proc p where p.pronamespace in ('es'::regnamespace, 'vault'::regnamespace)`);
    expect(functions.length).toBeGreaterThan(10);
    for (const { it, owner, prokind, fixed, granted, name } of functions) {
      const isCalled = applicationCalls.some((call) => call === name);
      expect({ it, owner, fixed, granted }).toEqual({
        it,
        owner: 'es_owner',
        // An aggregate is its functions, and the step of the chain names all in full: it falls into no trap above.
        fixed: prokind !== 'a' && name !== 'es.chain_step',
        granted: isCalled ? ['es_app EXECUTE'] : [],
      });
    }

    const { rows: relations } = await log.db.query(`
      select format('%s.%s', c.relnamespace::regnamespace, c.relname) as it, c.relowner::regrole::text as owner,
             c.relrowsecurity and c.relforcerowsecurity as forced,
             exists (select from pg_attribute where attrelid = c.oid and attname = 'log_id') as of_a_log,
             array(select coalesce(r.rolname, 'public')::text || ' ' || a.privilege_type
                   from aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
                   left join pg_roles r on r.oid = a.grantee
                   where a.grantee <> c.relowner and a.privilege_type <> 'SELECT' order by 1) as granted
      from pg_class c where c.relnamespace in ('es'::regnamespace, 'vault'::regnamespace) and c.relkind in ('r', 'p')`);
    for (const { it, owner, forced, of_a_log, granted } of relations) {
      const follow = ['es_projector INSERT', 'es_projector UPDATE'];
      const more: Record<string, string[]> = {
        'es.subscriptions': follow,
        'es.parked': ['es_projector DELETE', ...follow],
      };
      expect({ it, owner, forced, of_a_log, granted }).toEqual({
        it,
        owner: 'es_owner',
        forced: true,
        of_a_log: true,
        granted: more[it] ?? [],
      });
    }

    const { rows: guards } = await log.db.query(`
      select c.relname::text as table, t.tgname::text as trigger, t.tgenabled as enabled
      from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'es'::regnamespace order by 1, 2`);
    expect(guards).toEqual(
      ['checkpoints', 'events'].flatMap((table) =>
        ['no_change', 'no_truncate'].map((trigger) => ({ table, trigger, enabled: 'A' })),
      ),
    );
    const { rows: logins } = await log.db.query(`
      select rolname::text as name, rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as can from pg_roles
      where rolname ~ '^es_' order by 1`);
    expect(logins.filter(({ can }) => can)).toEqual([]);
  });
});

describe('who owns the record', () => {
  test.each(['es.events', 'es.checkpoints'])(
    'changes no row of %s, even as a superuser who says that he only replicates',
    async (table) => {
      const statements = [
        `update ${table} set log_id = log_id`,
        `delete from ${table}`,
        `truncate ${table}`,
      ];
      const asked = statements.map(() => denied);
      expect(await as(log.ownerUrl, (db) => answers(db, statements))).toEqual(asked);
      const replica = ['set session_replication_role = replica', ...statements];
      if (log.superuserUrl)
        expect(await as(log.superuserUrl, (db) => answers(db, replica))).toEqual([
          'done',
          ...asked,
        ]);
    },
  );

  test('can switch the trigger off; the verification then names what was done', async () => {
    const restore = await log.keep();
    await as(log.ownerUrl, async (db) => {
      await db.query(`
        begin;
        alter table es.events disable trigger no_change;
        update es.events set occurred_at = occurred_at - interval '1 day' where log_id = ${log.logId} and pos = 5;
        alter table es.events enable always trigger no_change;
        commit`);
    });
    const { matches, first } = await log.verify();
    await restore();
    expect({ matches, first }).toMatchObject({
      matches: false,
      first: { position: 5, check: 'occurred_at' },
    });
    expect(await log.verify()).toMatchObject({ matches: true });
  });

  test('brings all of it back by migrating again, and finds nothing to do the next time', async () => {
    const granted = () =>
      application((db) => answers(db, [`insert into es.events default values`]), log.logId);
    await as(log.ownerUrl, (db) =>
      db.query(`
        grant insert, truncate on es.events to es_app;
        grant execute on function es.carry_out(smallint, bigint) to public;
        create policy mine on es.events using (true);
        drop policy own_log on es.streams;
        alter table es.claims no force row level security;
        alter table es.checkpoints disable trigger no_change;
        alter function es.append security invoker;
        alter function es.keep_checkpoint reset search_path`),
    );
    expect(await granted()).toEqual(['23502']); // a column is missing: it got as far as that
    // Which transaction wrote each row of the catalogue: one that was written again would tell.
    const catalogue = async () =>
      (
        await log.db.query(`
          select xmin::text, proname::text as name from pg_proc where pronamespace in ('es'::regnamespace, 'vault'::regnamespace)
          union all
          select xmin::text, relname::text from pg_class where relnamespace in ('es'::regnamespace, 'vault'::regnamespace)
          union all
          select xmin::text, polname::text from pg_policy order by 2, 1`)
      ).rows;
    expect(await migrate(log.ownerUrl, [], log.url)).toEqual([]);
    expect(await granted()).toEqual([denied]);
    const first = await catalogue();
    const seen = await application(
      async (db) =>
        (await db.query('select 1 from es.events where log_id = $1', [other.logId])).rows,
      log.logId,
    );
    expect(seen).toEqual([]);
    await log.store.append(note(log.district));
    expect(await log.verify()).toMatchObject({ matches: true });
    expect(await migrate(log.ownerUrl, [], log.url)).toEqual([]);
    expect(await catalogue()).toEqual(first);
  });
});

test('an auditor’s login verifies every district’s record, holds no key and writes nothing', async () => {
  const user = `auditor_${randomUUID().slice(0, 8)}`;
  await as(log.superuserUrl ?? log.ownerUrl, (db) =>
    db.query(`create role ${user} login password 'reads'; grant es_auditor to ${user}`),
  );
  const url = new URL(log.url);
  Object.assign(url, { username: user, password: 'reads' });
  const [districts, codes] = await as(url.href, async (db) => [
    (await db.query('select distinct log_id from es.events')).rows.length,
    await answers(db, [
      'select * from vault.class_keys',
      'insert into es.events default values',
      'update es.subscriptions set pos = 0',
      `select es.keep_checkpoint(1::smallint, 1, '', '', '')`,
    ]),
  ]);
  expect({ districts, codes }).toEqual({ districts: 2, codes: Array(4).fill(denied) });
  expect(await migrate(url.href)).toEqual([]); // as `aimline verify` does first
  expect(await log.verify({ url: url.href })).toMatchObject({ matches: true });
  await as(log.superuserUrl ?? log.ownerUrl, (db) => db.query(`drop role ${user}`));
});

test('the application’s login migrates nothing: it is told what is missing, or that all is there', async () => {
  const empty = await freshDatabase();
  await expect(migrate(empty.url)).rejects.toThrow(MigrationNeeded);
  await expect(migrate(empty.url)).rejects.toThrow('DATABASE_MIGRATION_URL');
  await empty.drop();
  expect(await migrate(log.url)).toEqual([]);
});

test('nothing that serves people runs as a superuser, and an owner is warned', async () => {
  expect(await checkLogin(log.url)).toBeNull();
  expect(await checkLogin(log.ownerUrl)).toContain('could change it');
  if (log.superuserUrl)
    await expect(checkLogin(log.superuserUrl)).rejects.toThrow(LoginTooPowerful);
});

/** Doubles of what the functions use, made by the login itself: each does the same, but tells when somebody else runs it. */
const trap = String.raw`
do $do$
declare
  f record;
  source text := (select string_agg(prosrc, ' ') from pg_proc
                  where pronamespace in ('es'::regnamespace, 'vault'::regnamespace));
  alarm text;
begin
  for f in
    select p.proname as name, pg_get_function_identity_arguments(p.oid) as takes, pg_get_function_result(p.oid) as gives,
           p.proretset as many, (select string_agg('$' || i, ', ') from generate_series(1, p.pronargs) i) as passed
    from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace and p.prokind = 'f' and p.provariadic = 0
      and source ~ ('\m' || p.proname || '\(')
  loop
    alarm := format('if current_user <> session_user then raise exception %L; end if; ', 'trapped: ' || f.name);
    begin
      execute format('create function trap.%I(%s) returns %s language plpgsql as %L', f.name, f.takes, f.gives,
        case when f.many then format('begin %s return query select pg_catalog.%I(%s); end', alarm, f.name, f.passed)
             else format('begin %s return pg_catalog.%I(%s); end', alarm, f.name, coalesce(f.passed, '')) end);
    exception when others then null;  -- a pseudo-type that no function of ours may take
    end;
  end loop;
  for f in
    select o.oid, o.oprname as name, format_type(o.oprleft, null) as l, format_type(o.oprright, null) as r,
           format_type(o.oprresult, null) as gives
    from pg_operator o
    where o.oprnamespace = 'pg_catalog'::regnamespace and o.oprleft <> 0
      and o.oprname = any (array['=', '<>', '<', '>', '>=', '<=', '||', '+', '-', '*'])
      and (o.oprleft = any (array['int2', 'int4', 'int8', 'text', 'uuid', 'bytea', 'timestamptz', 'float8', 'bool', 'interval', 'numeric']::regtype[])
           and o.oprright = any (array['int2', 'int4', 'int8', 'text', 'uuid', 'bytea', 'timestamptz', 'float8', 'bool', 'interval', 'numeric']::regtype[]))
  loop
    alarm := format('if current_user <> session_user then raise exception %L; end if; ', 'trapped: ' || f.name);
    execute format('create function trap.operator_%s(%s, %s) returns %s language plpgsql as %L', f.oid, f.l, f.r, f.gives,
      format('begin %s return $1 operator(pg_catalog.%s) $2; end', alarm, f.name));
    execute format('create operator trap.%s (leftarg = %s, rightarg = %s, function = trap.operator_%s)', f.name, f.l, f.r, f.oid);
  end loop;
end $do$`;
