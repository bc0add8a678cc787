import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

/** `answer` is the document on standard output; its shape is what the caller asserts. */
export type Ran<Document> = { code: number | null; answer: Document; stderr: string };

/** Runs the built CLI as a script would: with `--json`, reading one document from standard output. */
export function aimline<Document>(
  env: NodeJS.ProcessEnv,
  ...args: readonly string[]
): Promise<Ran<Document>> {
  if (!existsSync(program)) throw new Error('Aimline is not built: run `npm run build` first.');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args, '--json'], {
      env: { ...process.env, AIMLINE_SAMPLES: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => {
      try {
        resolve({ code, answer: JSON.parse(stdout) as Document, stderr });
      } catch {
        reject(new Error(`no JSON document on standard output:\n${stdout}\n${stderr}`));
      }
    });
  });
}
