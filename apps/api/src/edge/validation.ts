import { StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { ProblemError } from './problem-error.js';

type Issue = { message: string; path?: readonly (PropertyKey | { key: PropertyKey })[] };

/** Validates once, at the edge: every place that does not fit is named by a JSON Pointer; what was sent is never repeated. */
export class SchemaPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema } = metadata as {
      schema?: { '~standard': { validate: (v: unknown) => unknown } };
    };
    if (!schema) return value;
    const result = (await schema['~standard'].validate(value)) as
      { issues: readonly Issue[] } | { issues?: undefined; value: T };
    if (result.issues === undefined) {
      if (metadata.type === 'body') refuseNul(result.value);
      return result.value;
    }
    const root = metadata.type === 'custom' ? 'body' : metadata.type;
    const errors = result.issues.slice(0, 50).map((issue) => ({
      pointer: pointerOf(root, metadata.data, issue),
      code: (issue as { code?: string }).code ?? 'invalid',
      detail: issue.message.slice(0, 300),
    }));
    throw new ProblemError(
      'schema_invalid',
      `${errors[0]?.pointer ?? root}: ${errors[0]?.detail ?? 'does not fit'}`,
      { errors },
    );
  }
}

/** PostgreSQL keeps no NUL in text; one that got into the log would stop whoever reads it. */
function refuseNul(body: unknown): void {
  if (!/(^|[^\\])(\\\\)*\\u0000/.test(JSON.stringify(body) ?? '')) return;
  throw new ProblemError('schema_invalid', '/body: must not hold a NUL byte', {
    errors: [{ pointer: '/body', code: 'nul_byte', detail: 'must not hold a NUL byte' }],
  });
}

function pointerOf(root: string, name: string | undefined, issue: Issue): string {
  const keys = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  const steps = name === undefined ? keys : [name, ...keys];
  return [
    '',
    root,
    ...steps.map((k) => String(k).replaceAll('~', '~0').replaceAll('/', '~1')),
  ].join('/');
}
