import type { DistrictRows } from '../read-model.js';
import { selectRows, type Where } from '../rows-query.js';
import type { ImportRow } from './imports.js';

/** Reads `imports`. */
export class ImportQueries {
  constructor(private readonly db: DistrictRows) {}

  list(
    district: string,
    where: Where = {},
    page: { after?: string | undefined; limit?: number } = {},
  ): Promise<ImportRow[]> {
    return selectRows<ImportRow>(
      this.db.of(district),
      'imports',
      district,
      where,
      'import_id',
      page,
    );
  }

  async one(district: string, importId: string): Promise<ImportRow | null> {
    return (await this.list(district, { import_id: importId }))[0] ?? null;
  }
}
