/** A service is missing or cannot start: what happened, where to look, what to do. Exit code 3 of the CLI. */
export class ServiceProblem extends Error {
  constructor(
    /** Stable kebab-case name, such as `postgres-too-old`. */
    readonly code: string,
    message: string,
    readonly hint?: string,
    readonly where?: string,
  ) {
    super(message);
    this.name = 'ServiceProblem';
  }
}

/** Takes one line for the person who waits. */
export type Say = (line: string) => void;
