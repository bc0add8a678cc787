import { z } from 'zod';

/** Keyset paging: `after` is the opaque `next` of the page before; the last page has `next` null. */
export const pageQuery = z.object({
  after: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageQuery = z.infer<typeof pageQuery>;

export type Page<T> = { items: T[]; next: string | null };

export const pageOf = <T extends z.ZodType>(item: T, name: string) =>
  z.object({ items: z.array(item), next: z.string().nullable() }).meta({ id: name });

/** `asOf`: what was true on that day, by all we know now. `knownAt`: what had been recorded, a log position or a moment. */
export const timeQuery = z.object({
  asOf: z.iso.date().optional(),
  knownAt: z.union([z.iso.datetime(), z.string().regex(/^\d{1,15}$/)]).optional(),
});
export type TimeQuery = z.infer<typeof timeQuery>;
