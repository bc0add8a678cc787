import type { Bodies, LookUpSubjects } from './bodies.js';
import { InOrder } from './in-order.js';
import type { DistrictKeys } from './district-keys.js';
import { SubjectUnknown, VersionConflict } from './errors.js';
import type { AppendRequest } from './event-store.js';
import { factsOf, partsOf, prepare, type PreparedCommand } from './prepare.js';

/** Makes requests ready for the lock: bodies sealed and hashed, with keys that are fetched or made first where they are not at hand. */
export class Sealing {
  private readonly districts = new Map<string, InOrder>();

  constructor(
    private readonly bodies: Bodies,
    private readonly keys: DistrictKeys,
    private readonly lookUp: LookUpSubjects,
  ) {}

  /** In the order of the calls, for each district. */
  async sealed(request: AppendRequest): Promise<PreparedCommand> {
    const { district } = request.to;
    const facts = factsOf(request);
    let order = this.districts.get(district);
    if (!order) this.districts.set(district, (order = new InOrder()));
    try {
      const seal = await order.run(() => this.bodies.sealer(district, facts, this.lookUp));
      return prepare(request, seal, this.keys, this.bodies.shapes);
    } catch (error) {
      if (error instanceof SubjectUnknown) throw conflictOf(request, error) ?? error;
      throw error;
    }
  }
}

/** Whoever expects a stream that is not there has lost a race, or was never right: in the words of every other conflict. */
function conflictOf(request: AppendRequest, { stream }: SubjectUnknown): VersionConflict | null {
  const expected = partsOf(request).find((part) => part.stream === stream)?.expected;
  const expectsIt = expected === 'exists' || (typeof expected === 'number' && expected > 0);
  return expectsIt
    ? new VersionConflict({ district: request.to.district, stream }, expected, 0)
    : null;
}
