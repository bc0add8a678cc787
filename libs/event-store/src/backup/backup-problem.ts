export type BackupProblemCode =
  | 'not-a-backup'
  | 'manifest-changed'
  | 'section-changed'
  | 'other-format'
  | 'other-schema'
  | 'other-key'
  | 'log-not-whole'
  | 'without-personal'
  | 'log-id-taken'
  | 'changed-meanwhile'
  | 'note-refused'
  | 'file-exists';

/** A backup cannot be written, believed or restored; nothing was changed. `where`: the file and, if one is meant, the table in it. */
export class BackupProblem extends Error {
  constructor(
    readonly code: BackupProblemCode,
    message: string,
    readonly where: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'BackupProblem';
  }
}
