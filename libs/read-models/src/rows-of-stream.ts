import { kindOf, type StreamId, type StreamKind, uuidOf } from '#domain/streams';
import type { Tx } from './read-model.js';

/** Which rows come from one stream: `kind` null = from a stream of any kind, named in full. */
type Rows = {
  table: string;
  kind: StreamKind | null;
  column: string;
  /** Its `version` is the stream's. */
  hasVersion?: true;
  /** Its `position` is that of the stream's last event. */
  hasPosition?: true;
};

/** Every row of schema `rm` comes from one stream, so that a stream's rows can be made again without the rest. */
export const rowsOfStreams: readonly Rows[] = [
  { table: 'schools', kind: 'school', column: 'school_id' },
  { table: 'staff', kind: 'staff', column: 'staff_id' },
  { table: 'students', kind: 'student', column: 'student_id', hasVersion: true },
  { table: 'scores', kind: 'student', column: 'student_id' },
  { table: 'rule_sets', kind: 'rule-set', column: 'rule_set_id' },
  { table: 'interventions', kind: 'intervention', column: 'intervention_id' },
  { table: 'imports', kind: 'import', column: 'import_id' },
  { table: 'windows', kind: 'screening-window', column: 'window_id', hasVersion: true },
  { table: 'groups', kind: 'group', column: 'group_id', hasVersion: true },
  { table: 'sessions', kind: 'group', column: 'group_id' },
  { table: 'cycles', kind: 'cycle', column: 'cycle_id', hasVersion: true },
  { table: 'referrals', kind: 'referral', column: 'referral_id', hasVersion: true },
  { table: 'student_timeline', kind: null, column: 'stream' },
  { table: 'processes', kind: null, column: 'stream', hasVersion: true, hasPosition: true },
  { table: 'duties', kind: null, column: 'stream' },
];

export async function deleteRowsOf(
  tx: Tx,
  district: string,
  streams: readonly StreamId[],
): Promise<void> {
  for (const { table, kind, column } of rowsOfStreams) {
    const ids = kind === null ? streams : streams.filter((one) => kindOf(one) === kind).map(uuidOf);
    if (ids.length > 0)
      await tx.query(`delete from rm.${table} where district_id = $1 and ${column} = any($2)`, [
        district,
        ids,
      ]);
  }
}

/** Rows of streams that the log has never heard of: nobody but a hand behind the application's back can have made them. */
export async function streamsWithoutLog(
  tx: Tx,
  district: string,
  logId: number,
): Promise<{ table: string; stream: StreamId }[]> {
  const found: { table: string; stream: StreamId }[] = [];
  for (const { table, kind, column } of rowsOfStreams) {
    const stream = kind === null ? column : `'${kind}/' || ${column}`;
    const { rows } = await tx.query(
      `select ${stream} as stream from rm.${table} t where district_id = $1
       and not exists (select from es.streams s where s.log_id = $2 and s.stream_id = ${stream})`,
      [district, logId],
    );
    for (const row of rows) found.push({ table, stream: row['stream'] as StreamId });
  }
  return found;
}
