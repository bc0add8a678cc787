/** One file layout of one source: what its header looks like, since when, and who says so. */
export type Layout = {
  /** `users.csv` of a roster; null where any file name will do. */
  member: string | null;
  /** The whole header as published, in order. */
  columns: readonly string[];
  /** The fingerprint: without these the file is another one. */
  required: readonly string[];
};

/** A named, dated format. Vendors change headers nearly every year: a new header is a new profile, never an edit. */
export type Profile = {
  /** Stable; users give it as `--profile`, events keep it. */
  name: string;
  title: string;
  kind: 'roster' | 'scores';
  /** The published layout that it follows, and its date. */
  source: string;
  seen: string;
  layouts: readonly Layout[];
};
