import type { Views as AllViews } from '#read-models/views';

/** Every read model's queries, as something that can be injected. */
export abstract class Views {}
export interface Views extends AllViews {}
