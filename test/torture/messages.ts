import type { StreamId } from '#domain/streams';
import type { Answered, Asked } from './history.js';

/** What a writer is given. */
export type Given = {
  name: string;
  url: string;
  /** Hex. */
  masterKey: string;
  district: string;
  streams: readonly StreamId[];
};

/** What it tells: moments as decimal text, which a message between processes can carry. */
export type Told =
  | { asked: Omit<Asked, 'invoked'> & { invoked: string } }
  | { answered: Omit<Answered, 'at'> & { at: string } };
