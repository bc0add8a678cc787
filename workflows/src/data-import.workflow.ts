import type { StreamRef } from '#domain/streams';
import { engine } from './engine.js';
import { follow, type Process } from './follow.js';

/** An uploaded file: read and checked, confirmed by a person where that is needed, applied chunk by chunk. */
export async function dataImport(ref: StreamRef): Promise<void> {
  await follow(ref, { received, held, running }, { 'run-import': engine.advanceImport });
}

/** The file is recognised, every row is checked, and what cannot be taken is quarantined. */
async function received(file: Process): Promise<void> {
  await file.waitFor('run-import');
}

/** Something in the file needs a person's yes: nothing is applied before. */
async function held(file: Process): Promise<void> {
  await file.waitFor('confirm-import');
}

/** One chunk after the other; each is applied once, whatever is restarted in between. */
async function running(file: Process): Promise<void> {
  await file.waitFor('run-import');
}
