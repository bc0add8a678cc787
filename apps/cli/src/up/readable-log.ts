/** Part of a log line that every process writes and that says nothing to the person who reads along. */
const NOISE = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'message', 'ts', 'context', 'v']);
const PINO_LEVELS: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const COLOURS: Record<string, number> = { warn: 33, error: 31, fatal: 31 };
const NAME_WIDTH = 10;

/** Writes the lines of all processes to one stream, each with its process's name before it; colours on a terminal only. */
export function readableLog(out: NodeJS.WritableStream & { isTTY?: boolean }) {
  const paint = (code: number | undefined, text: string) =>
    out.isTTY && code ? `\u001b[${code}m${text}\u001b[0m` : text;

  const line = (name: string, text: string): void => {
    const { level, words } = readable(text);
    const mark = level === 'info' ? '' : `${paint(COLOURS[level] ?? 90, level)} `;
    out.write(`${paint(90, name.padEnd(NAME_WIDTH))} ${mark}${words}\n`);
  };

  return {
    line,
    /** A process's output, which comes in pieces that end anywhere. */
    follow(name: string, stream: NodeJS.ReadableStream): void {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (piece: string) => {
        const lines = (rest + piece).split('\n');
        rest = lines.pop() ?? '';
        for (const text of lines) if (text.trim()) line(name, text);
      });
      stream.on('end', () => rest.trim() && line(name, rest));
    },
  };
}

export type ReadableLog = ReturnType<typeof readableLog>;

/** A JSON line of a logger becomes a sentence and its facts; anything else stays as it is. */
export function readable(text: string): { level: string; words: string } {
  const fields = jsonObject(text);
  const message = fields?.['msg'] ?? fields?.['message'];
  if (!fields || typeof message !== 'string') return { level: 'info', words: text };
  const { level: given } = fields;
  const level = typeof given === 'string' ? given : (PINO_LEVELS[Number(given)] ?? 'info');
  const facts = Object.entries(fields)
    .filter(([key]) => !NOISE.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return { level, words: [message, ...facts].join('  ') };
}

function jsonObject(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
