/**
 * The file as a whole cannot be taken: not readable, not recognised, or beyond a limit. The readers turn it into a
 * `rejected` reading; a caller never sees it thrown. Messages hold no cell of the file.
 */
export class FileRejected extends Error {
  constructor(
    readonly code: string,
    readonly file: string,
    message: string,
    readonly fix: string,
  ) {
    super(message);
    this.name = 'FileRejected';
  }
}
