import canonicalize from 'canonicalize';

/** A value that would not come back as it went in; `where`: a JSON Pointer. What it says is never repeated. */
export class NotCanonical extends Error {
  constructor(
    readonly what: string,
    readonly where: string,
    why = 'has no canonical JSON text',
  ) {
    super(`${where || 'the value'}: ${what} ${why}`);
    this.name = 'NotCanonical';
  }
}

/**
 * The canonical JSON text (RFC 8785) that hashes and MACs are taken of. The library drops `undefined` and writes a Map
 * as `{}` and a Date as text; such a value would not come back as it went in, so it is refused here with its path.
 */
export function jcs(value: unknown): string {
  refuseInexact(value, '');
  return canonicalize(value) as string;
}

function refuseInexact(value: unknown, where: string): void {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new NotCanonical('a lone surrogate', where);
      if (value.includes('\u0000'))
        throw new NotCanonical(
          'a NUL byte',
          where,
          'fits into no view: PostgreSQL keeps none in text',
        );
      if (value.normalize('NFC') !== value) throw new NotCanonical('text that is not NFC', where);
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new NotCanonical(String(value), where);
      if (Number.isInteger(value) && !Number.isSafeInteger(value))
        throw new NotCanonical('an unsafe integer', where);
      return;
    case 'boolean':
      return;
    case 'object':
      if (value === null) return;
      if (Array.isArray(value)) {
        value.forEach((item, i) => refuseInexact(item, `${where}/${i}`));
        return;
      }
      if (!isPlain(value)) throw new NotCanonical(`a ${value.constructor.name}`, where);
      for (const [key, item] of Object.entries(value)) {
        refuseInexact(key, `${where}/${key}`);
        refuseInexact(item, `${where}/${key}`);
      }
      return;
    default:
      throw new NotCanonical(typeof value, where);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * The same value with every text in Unicode NFC, the one form that is hashed: "é" typed on a Mac and on a PC are one
 * name. Returns the value itself if nothing changes.
 */
export function inNfc<T>(value: T): T {
  if (typeof value === 'string') return value.normalize('NFC') as T;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map(inNfc);
    return items.some((item, i) => item !== value[i]) ? (items as T) : value;
  }
  if (!isPlain(value)) return value;
  let changed = false;
  const entries = Object.entries(value).map(([key, item]) => {
    const entry = [key.normalize('NFC'), inNfc(item)] as const;
    changed ||= entry[0] !== key || entry[1] !== item;
    return entry;
  });
  return changed ? (Object.fromEntries(entries) as T) : value;
}
