/**
 * What a reader takes at most. They stand far above what a district of 100,000 students exports, and far below what
 * would fill a worker's memory: a file beyond them is refused before it is read further.
 */
export const limits = {
  /** Bytes of one uploaded file. */
  fileBytes: 200 * 1024 * 1024,
  /** Entries of a zip, folders and foreign files included. */
  zipEntries: 100,
  /** Bytes of one unpacked member, and of all together. */
  memberBytes: 200 * 1024 * 1024,
  bundleBytes: 500 * 1024 * 1024,
  /** Unpacked to packed size of a member; CSV text seldom passes 30, a zip bomb starts at 1,000. */
  compressionRatio: 500,
  rows: 2_000_000,
  /** The widest known vendor file, FastBridge earlyMath, has 1,711 columns. */
  columns: 4_000,
  cellCharacters: 10_000,
  /** interfaces.md 2.2: how much a reading says about itself. */
  problems: 200,
  firstRows: 20,
  messageCharacters: 500,
  /** One chunk is one activity: small enough to be repeated without regret. */
  rowsPerChunk: 100,
  studentsPerChunk: 250,
} as const;
