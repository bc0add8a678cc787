import type { StreamRef } from '#domain/streams';
import { engine } from './engine.js';
import { follow, type Process } from './follow.js';

/** School × season × area: it opens, make-ups are taken, it closes, placements are proposed. */
export async function screeningWindow(ref: StreamRef): Promise<void> {
  await follow(
    ref,
    { scheduled, screening, proposing },
    { 'close-window': engine.closeWindow, 'propose-placements': engine.proposePlacements },
  );
}

/** Until the first day of the window. */
async function scheduled(window: Process): Promise<void> {
  await window.waitFor('open-window');
}

/** Teachers screen; make-ups and late enrolments are taken until the last make-up day; then the window closes. */
async function screening(window: Process): Promise<void> {
  await window.waitFor('screen-student', 'close-window');
}

/** The scores as of the close are read, and the team gets its proposals, or a class-wide response. */
async function proposing(window: Process): Promise<void> {
  await window.waitFor('propose-placements');
}
