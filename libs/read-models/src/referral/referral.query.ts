import type { DistrictRows } from '../read-model.js';
import { selectRows, type Where } from '../rows-query.js';
import type { ReferralRow } from './referral.js';

/** Reads `referral`. */
export class ReferralQueries {
  constructor(private readonly db: DistrictRows) {}

  list(
    district: string,
    where: Where,
    page: { after?: string | undefined; limit?: number } = {},
  ): Promise<ReferralRow[]> {
    return selectRows<ReferralRow>(
      this.db.of(district),
      'referrals',
      district,
      where,
      'referral_id',
      page,
    );
  }

  async one(district: string, referralId: string): Promise<ReferralRow | null> {
    return (await this.list(district, { referral_id: referralId }))[0] ?? null;
  }
}
