import type { StreamId } from '#domain/streams';
import { jcs } from './jcs.js';

/** What a body is bound to: bytes cannot be moved to another event. */
export type BodyOf = { district: string; eventId: string; stream: StreamId; type: string };

/** A body as it is stored, and who can open it; nulls say that nothing personal is in it. */
export type StoredBody = {
  body: Buffer;
  subjectId: string | null;
  recordClass: number | null;
  keyId: string | null;
};

/**
 * SEALING GOES HERE, and nowhere else (event-store.md 10): between the event's data and the bytes that are stored and
 * hashed. The columns, the hash and the append already carry subject, class and key.
 */
export abstract class BodyCodec {
  abstract seal(of: BodyOf, data: object): StoredBody;
  abstract open(of: BodyOf, body: Buffer | null, keyId: string | null): object;
}

/** Bodies as canonical JSON in the clear: for trying out, until sealing stands. */
export class JcsBodies extends BodyCodec {
  seal(_of: BodyOf, data: object): StoredBody {
    return { body: Buffer.from(jcs(data)), subjectId: null, recordClass: null, keyId: null };
  }

  open(of: BodyOf, body: Buffer | null, keyId: string | null): object {
    if (body === null || keyId !== null)
      throw new Error(
        `event ${of.eventId}: its body is gone or sealed; this codec reads clear bodies only`,
      );
    return JSON.parse(body.toString('utf8')) as object;
  }
}
