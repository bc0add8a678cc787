import type { Views as AllViews } from '#read-models/views';

/** Every read model's queries, as something that can be injected. */
export abstract class Views implements AllViews {
  abstract readonly cycles: AllViews['cycles'];
  abstract readonly directory: AllViews['directory'];
  abstract readonly duties: AllViews['duties'];
  abstract readonly groups: AllViews['groups'];
  abstract readonly imports: AllViews['imports'];
  abstract readonly processes: AllViews['processes'];
  abstract readonly referrals: AllViews['referrals'];
  abstract readonly ruleSets: AllViews['ruleSets'];
  abstract readonly screening: AllViews['screening'];
  abstract readonly timeline: AllViews['timeline'];
}
