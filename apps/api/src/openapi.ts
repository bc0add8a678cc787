import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI 3.1 document of every route, from the contracts' schemas. */
export function openApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Aimline')
    .setDescription(
      'Intervention cycles of a school district. Errors are application/problem+json with a stable `code`. Commands need ' +
        'an `Idempotency-Key`; judgements on what was seen need `If-Match`. Reads carry `Position`; `?minPosition=` waits ' +
        'up to two seconds for the views to reach one.',
    )
    .setVersion('1')
    .addCookieAuth('sid', { type: 'apiKey', in: 'cookie', name: '__Host-sid' }, 'browser')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'machine')
    .addSecurityRequirements('browser')
    .addSecurityRequirements('machine')
    .setOpenAPIVersion('3.1.0')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_, method) => method,
  });
  for (const path of Object.values(document.paths))
    for (const operation of Object.values(path) as OperationObject[])
      asProblems(operation.responses['default']);
  return document;
}

type OperationObject = { responses: Record<string, { content?: Record<string, object> }> };

/** The decorators write every answer as application/json; a refusal leaves as application/problem+json. */
function asProblems(refusal: OperationObject['responses'][string] | undefined): void {
  const schema = refusal?.content?.['application/json'];
  if (schema) refusal.content = { 'application/problem+json': schema };
}
