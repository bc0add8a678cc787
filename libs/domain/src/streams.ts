/** The kinds of streams of the record. A stream is `<kind>/<uuid>`: no natural key, no personal data. */
export const streamKinds = [
  'district',
  'school',
  'staff',
  'calendar',
  'intervention',
  'rule-set',
  'student',
  'screening-window',
  'cycle',
  'group',
  'referral',
  'access',
  'record-request',
  'import',
  'case-file',
] as const;

export type StreamKind = (typeof streamKinds)[number];
export type StreamId = `${StreamKind}/${string}`;

/** A stream and the district whose record it lies in; also the whole input of every workflow. */
export type StreamRef = { district: string; stream: StreamId };

/** The kinds that are processes: each open stream of them has one workflow of the same id. */
export const processKinds = ['screening-window', 'cycle', 'group', 'referral', 'import'] as const;
export type ProcessKind = (typeof processKinds)[number];

export function streamId(kind: StreamKind, uuid: string): StreamId {
  return `${kind}/${uuid}`;
}

export function kindOf(stream: StreamId): StreamKind {
  return stream.slice(0, stream.indexOf('/')) as StreamKind;
}

export function uuidOf(stream: StreamId): string {
  return stream.slice(stream.indexOf('/') + 1);
}

export function isProcess(kind: StreamKind): kind is ProcessKind {
  return (processKinds as readonly string[]).includes(kind);
}

/** The one form in which the record writes ids: lower case, with dashes. In capitals it is another text, and no id. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
