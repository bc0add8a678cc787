import { Controller } from '@nestjs/common';
import { me, type Me } from '#contracts/me';
import { capabilities } from '#domain/policy/policy';
import { Caller } from '../edge/caller.js';
import { Reads } from '../edge/route.js';
import { Settings } from '../settings.js';
import { Views } from '../views.js';

@Controller('v1/me')
export class MeController {
  constructor(
    private readonly settings: Settings,
    private readonly views: Views,
  ) {}

  @Reads({
    id: 'readMe',
    says: 'Who is signed in, and what they may do',
    allow: 'read-district',
    answer: me,
  })
  async read(@Caller() { district, staff, session }: Caller): Promise<Me> {
    const [settings, clock, schools] = await Promise.all([
      this.settings.of(district),
      this.settings.today(district),
      this.views.directory.schools(district),
    ]);
    const { scope } = staff;
    const mine = (id: string) =>
      scope.kind === 'district' ||
      (scope.kind === 'caseload' && scope.schoolIds.length === 0) ||
      scope.schoolIds.includes(id);
    return {
      id: staff.id,
      name: { given: staff.givenName, family: staff.familyName },
      role: staff.role,
      scope: scope as Me['scope'],
      district: {
        id: settings.id,
        name: settings.name,
        timeZone: settings.timeZone,
        mode: settings.mode,
      },
      schools: schools
        .filter((s) => mine(s.school_id))
        .map((s) => ({ id: s.school_id, name: s.name })),
      ...clock,
      capabilities: [...capabilities(staff.role)],
      session: session && {
        idleExpiresAt: session.idleExpiresAt,
        expiresAt: session.expiresAt,
        locked: false,
      },
    };
  }
}
