import { z } from 'zod';
import { id, instant } from './fields.js';
import { pageOf, pageQuery } from './page.js';

export const importKinds = ['roster', 'scores'] as const;
export const importStatuses = [
  'received',
  'running',
  'held',
  'completed',
  'already-imported',
  'rejected',
] as const;

export const importProblem = z
  .object({
    severity: z.enum(['error', 'warning', 'info']),
    code: z.string(),
    message: z.string(),
    file: z.string(),
    rows: z.int(),
    firstRows: z.array(z.int()),
    column: z.string().nullable(),
    fix: z.string(),
  })
  .meta({ id: 'ImportProblem' });

export const importCounts = z
  .object({
    read: z.int(),
    accepted: z.int(),
    unchanged: z.int(),
    quarantined: z.int(),
    new: z.record(z.string(), z.int()),
  })
  .meta({ id: 'ImportCounts' });

/** As `aimline import --json` answers (interfaces.md 2.2), with what a screen needs beside it. */
export const importDetail = z
  .object({
    import: id,
    kind: z.enum(importKinds),
    profile: z.string().nullable(),
    status: z.enum(importStatuses),
    counts: importCounts,
    problems: z.array(importProblem),
    files: z.array(z.object({ name: z.string(), sha256: z.string(), bytes: z.int() })),
    /** Why the whole file was refused. */
    rejected: z.object({ code: z.string(), message: z.string() }).nullable(),
    progress: z.object({ chunks: z.int(), applied: z.int() }),
    receivedAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Import' });
export type ImportDetail = z.infer<typeof importDetail>;
export const importPage = pageOf(importDetail, 'ImportPage');

export const quarantinedRow = z
  .object({
    file: z.string(),
    row: z.int(),
    column: z.string().nullable(),
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: 'QuarantinedRow' });
export const quarantinePage = pageOf(quarantinedRow, 'QuarantinePage');

/** Sent beside the multipart body. `profile` left out: recognised by the header. */
export const uploadQuery = z.object({
  kind: z.enum(importKinds),
  profile: z.string().max(100).optional(),
});
export type UploadQuery = z.infer<typeof uploadQuery>;

/** `received` for a new import, `already-imported` where the same bytes were taken before. */
export const uploadAnswer = z
  .object({ import: id, status: z.enum(importStatuses), version: z.int() })
  .meta({ id: 'UploadAnswer' });
export type UploadAnswer = z.infer<typeof uploadAnswer>;

export const importsQuery = pageQuery.extend({ kind: z.enum(importKinds).optional() });
export type ImportsQuery = z.infer<typeof importsQuery>;
