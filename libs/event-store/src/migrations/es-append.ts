import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The one way into the log (event-store.md 4). A batch of commands comes as parallel arrays; each command has its own
 * outcome, so one bad command cannot undo its batch mates. It raises only for programming errors. A destruction is carried out in the
 * transaction that records it.
 *
 * `s_`: the distinct streams of the batch. `c_`: commands; `same_as` names an earlier command of the batch with the same
 * id (0: none). `t_`: a command's streams with what it expects (-1 any, -2 exists, n exactly) and how many events follow.
 * `k_`: the distinct claims; `q_`: a command's takes and releases. `e_`: events in order. Marks, hashes and bodies are one `bytea` each,
 * one behind the other: 32 bytes a mark or hash, a body up to its `e_end`. As arrays they would travel as hexadecimal text.
 *
 * The planner settings: the statements are planned once a connection, when the tables may still be empty. So each is written so that only one
 * index can serve it (`offset 0` keeps the look-ups one by one): with another choice the cost of an append would grow with the log.
 */
export class EsAppend1790000000050 implements MigrationInterface {
  name = 'EsAppend1790000000050';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
create function es.append(
  p_log smallint,
  s_id text[], s_type text[], s_subject uuid[],
  c_id uuid[], c_macs bytea, c_first uuid[], c_same_as int[], c_actor uuid[], c_role text[],
  c_correlation uuid[], c_causation uuid[], c_step timestamptz[],
  c_streams int[], c_claims int[], c_events int[],
  t_stream int[], t_expect int[], t_count int[],
  k_claim bytea[], q_claim int[], q_take boolean[],
  e_command int[], e_target int[], e_ordinal int[], e_index int[], e_id uuid[], e_type text[], e_schema int[],
  e_occurred timestamptz[], e_subject uuid[], e_class int[], e_key uuid[], e_end int[], e_bodies bytea, e_contents bytea, e_meta jsonb[],
  out outcome text[],       -- per command: ok duplicate conflict id_reused claim_taken redacted key_closed not_sandbox
  out first_pos bigint[],   -- per command, if ok or duplicate
  out culprit text[],       -- per command: the stream in the way, or the claim's holder
  out true_version int[],   -- per command, if conflict
  out version_before int[], -- per stream of a command, if ok
  out recorded_ms bigint
) language plpgsql volatile
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan
as $$
declare
  head es.log;
  now_at timestamptz;
  last bigint;        -- position handed out last
  stepped timestamptz;
  mac bytea[];        -- of the command known by each id
  known bigint[];     -- its first position
  version int[];      -- of each stream, running
  version_was int[];
  redacted boolean[];
  holder text[];      -- of each claim, running
  holder_was text[];
  holder_now text[];
  shut int[];         -- commands sealed with a key that is no longer there
  placed bigint[];    -- first position of each accepted command
  c_mac bytea;
  chained bytea;      -- the chain hash of the last event
  n int := cardinality(c_id);
  t int := 1;
  q int := 1;
  t_end int;
  q_end int;
  s int;
  result text;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'es.append needs READ COMMITTED: an older snapshot shows an old head';
  end if;
  if p_log is distinct from nullif(current_setting('app.log_id', true), '')::smallint then
    raise exception 'es.append: log % is not the log of this connection', p_log using errcode = 'insufficient_privilege';
  end if;

  perform pg_advisory_xact_lock(18753, p_log);  -- a statement of its own: what follows sees the commits before it
  select * into head from es.log where log_id = p_log;
  if not found then raise exception 'es.append: no log %', p_log; end if;
  stepped := head.stepped_now;
  last := head.last_pos;
  -- whole milliseconds, as every Instant outside
  now_at := date_trunc('milliseconds', greatest(coalesce(stepped, clock_timestamp()), head.last_recorded_at));
  recorded_ms := extract(epoch from now_at) * 1000;

  select array_agg(e.command_mac order by f.i), array_agg(e.pos order by f.i) into mac, known
    from unnest(c_first) with ordinality f(id, i)
    left join lateral (select x.command_mac, x.pos from es.events x where x.event_id = f.id offset 0) e on true;
  select array_agg(coalesce(x.version, 0) order by u.i), array_agg(coalesce(x.redacted, false) order by u.i)
    into version, redacted
    from unnest(s_id) with ordinality u(id, i)
    left join lateral (select y.version, y.redacted from es.streams y
                       where y.log_id = p_log and y.stream_id = u.id offset 0) x on true;
  version_was := version;
  if cardinality(k_claim) > 0 then
    select array_agg(x.stream_id order by u.i) into holder
      from unnest(k_claim) with ordinality u(claim, i)
      left join lateral (select y.stream_id from es.claims y
                         where y.log_id = p_log and y.claim = u.claim offset 0) x on true;
    holder_was := holder;
  end if;

  -- A key may be destroyed between sealing and here; destruction takes the same lock.
  select array_agg(distinct u.command) into shut
    from unnest(e_key, e_command) u(key, command)
    left join lateral (select true as found from vault.class_keys k
                       where k.key_id = u.key and k.log_id = p_log offset 0) k on true
    where u.key is not null and k.found is null;

  outcome := array_fill(null::text, array[n]);
  first_pos := array_fill(null::bigint, array[n]);
  culprit := array_fill(null::text, array[n]);
  true_version := array_fill(null::int, array[n]);
  version_before := array_fill(null::int, array[cardinality(t_stream)]);
  placed := array_fill(null::bigint, array[n]);

  for i in 1 .. n loop
    t_end := t + c_streams[i];
    q_end := q + c_claims[i];
    c_mac := substr(c_macs, 32 * i - 31, 32);
    if c_same_as[i] > 0 then
      mac[i] := mac[c_same_as[i]];
      known[i] := known[c_same_as[i]];
    end if;

    if known[i] is not null then
      result := case when mac[i] = c_mac then 'duplicate' else 'id_reused' end;
    else
      result := 'ok';
      for j in t .. t_end - 1 loop
        s := t_stream[j];
        if redacted[s] then
          result := 'redacted';
        elsif (case t_expect[j] when -1 then false when -2 then version[s] = 0 else version[s] <> t_expect[j] end) then
          result := 'conflict';
          true_version[i] := version[s];
        end if;
        if result <> 'ok' then
          culprit[i] := s_id[s];
          exit;
        end if;
      end loop;
      if result = 'ok' and i = any (shut) then
        result := 'key_closed';
      end if;
      if result = 'ok' and c_step[i] is not null and stepped is null then
        result := 'not_sandbox';
      end if;
      if result = 'ok' and q < q_end then
        holder_now := holder;
        for j in q .. q_end - 1 loop
          s := q_claim[j];
          if not q_take[j] then
            if holder_now[s] = s_id[t_stream[t]] then holder_now[s] := null; end if;
          elsif holder_now[s] <> s_id[t_stream[t]] then
            result := 'claim_taken';
            culprit[i] := holder_now[s];
            exit;
          else
            holder_now[s] := s_id[t_stream[t]];
          end if;
        end loop;
        if result = 'ok' then holder := holder_now; end if;
      end if;
    end if;

    if result = 'ok' then
      for j in t .. t_end - 1 loop
        s := t_stream[j];
        version_before[j] := version[s];
        version[s] := version[s] + t_count[j];
      end loop;
      known[i] := last + 1;
      mac[i] := c_mac;
      placed[i] := last + 1;
      last := last + c_events[i];
      if c_step[i] is not null then stepped := greatest(stepped, c_step[i]); end if;
    end if;
    outcome[i] := result;
    if result in ('ok', 'duplicate') then first_pos[i] := known[i]; end if;
    t := t_end;
    q := q_end;
  end loop;

  if last = head.last_pos then return; end if;

  with stored as (
  insert into es.events
    (log_id, pos, stream_id, version, event_id, type, schema_version, subject_id, record_class, key_id,
     recorded_at, occurred_at, actor_id, actor_role, correlation_id, causation_id, command_id, command_mac,
     body, body_digest, meta, content_hash, chain_hash)
  select p_log, x.at, x.stream, x.version, x.id, x.type, x.schema, x.subject, x.class, x.key,
         now_at, x.occurred, x.actor, x.role, x.correlation, x.causation, x.command, x.mac,
         x.body, sha256(x.body), x.meta, x.content,
         es.chain(head.last_hash,
                  int8send(x.at) || int8send(recorded_ms * 1000) || int4send(x.version) || x.content)
           over (order by x.at)
  from (
    select c.at + e.i as at, st.id as stream, tg.before + e.ordinal as version, e.id, e.type, e.schema::smallint,
           e.subject, e.class::smallint, e.key, e.occurred, c.actor, c.role, c.correlation, c.causation,
           c.id as command, substr(c_macs, 32 * e.command - 31, 32) as mac,
           substr(e_bodies, e.begins + 1, e.ends - e.begins) as body,
           substr(e_contents, 32 * e.n::int - 31, 32) as content, e.meta
    from unnest(e_command, e_target, e_ordinal, e_index, e_id, e_type, e_schema, e_occurred, e_subject, e_class,
                e_key, 0 || e_end, e_end, e_meta) with ordinality
         as e(command, target, ordinal, i, id, type, schema, occurred, subject, class, key, begins, ends, meta, n)
    join unnest(placed, c_id, c_actor, c_role, c_correlation, c_causation)
         with ordinality as c(at, id, actor, role, correlation, causation, n) on c.n = e.command
    join unnest(t_stream, version_before) with ordinality as tg(stream, before, n) on tg.n = e.target
    join unnest(s_id) with ordinality as st(id, n) on st.n = tg.stream
    where c.at is not null
  ) x
  returning pos, chain_hash)
  select s.chain_hash into chained from stored s where s.pos = last;

  insert into es.streams as y (log_id, stream_id, stream_type, version, subject_id)
  select p_log, u.id, u.type, u.version, u.subject
  from unnest(s_id, s_type, s_subject, version, version_was) u(id, type, subject, version, was)
  where u.version > u.was
  on conflict (log_id, stream_id) do update set version = excluded.version;

  if holder is distinct from holder_was then
    delete from es.claims y
      where y.log_id = p_log and y.claim = any (array(
        select u.claim from unnest(k_claim, holder, holder_was) u(claim, now, was)
        where u.was is not null and u.now is distinct from u.was));
    insert into es.claims (log_id, claim, stream_id, pos)
      select p_log, u.claim, u.now, last
      from unnest(k_claim, holder, holder_was) u(claim, now, was)
      where u.now is distinct from u.was and u.now is not null;
  end if;

  if exists (select from unnest(e_type) u(type) where u.type in ('RecordDestroyed', 'BodyExpunged')) then
    perform es.carry_out(p_log, head.last_pos);
  end if;

  update es.log
     set last_pos = last, last_recorded_at = now_at, stepped_now = stepped, last_hash = chained
   where log_id = p_log;
  notify es_log;  -- no payload: one wake a commit, however many commands
end $$;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function es.append');
  }
}
