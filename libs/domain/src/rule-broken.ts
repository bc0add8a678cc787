/**
 * The one error of the domain: a command asks for what a rule forbids. `rule` is a stable kebab-case name of the
 * glossary; `facts` are ids, dates and numbers that help to answer, never a name, a score or a note.
 */
export class RuleBroken extends Error {
  constructor(
    readonly rule: string,
    readonly facts: Readonly<Record<string, string | number | boolean | null>> = {},
  ) {
    super(rule);
    this.name = 'RuleBroken';
  }
}
