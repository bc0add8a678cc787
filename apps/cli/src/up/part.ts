/** The programs that `aimline up` runs beside PostgreSQL and Temporal; the API serves the web app too. */
export const partNames = ['dev-idp', 'api', 'worker'] as const;
export type PartName = (typeof partNames)[number];

/** One part of the tree: a Node program that says by HTTP when it is ready. */
export type Part = {
  name: PartName;
  program: string;
  /** Asked at every start: after a restart the services may be elsewhere. */
  env: () => NodeJS.ProcessEnv;
  /** Answers 200 when the part can do its work. */
  readyUrl: string;
};
