/**
 * A way of computing a figure or a decision, named so that an old figure can be told from a new one (science.md 0.2). A
 * method that changes is a new version; what was decided with an old one keeps that one's name.
 */
export type Method = {
  /** `<field>/<name>`, e.g. `trend/ols`; what is stored beside a figure is `id@version`. */
  id: string;
  version: number;
  /** The formula, with units, in the field's words. */
  definition: string;
  /** When the figure is undefined (`null`); empty if it never is. */
  undefinedWhen: string;
  /** Paper, law or manual, with the section of it. */
  source: string;
};
