import type { OpenAPIObject } from '@nestjs/swagger';

const escape = (text = '') => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const style = `
  body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #14272b; background: #f4f7f5 }
  h1 { font-size: 1.5rem } h2 { font-size: 1.125rem; margin: 2rem 0 .5rem }
  table { border-collapse: collapse; width: 100%; background: #fff } th, td { text-align: start; padding: .375rem .75rem; border: 1px solid #c9d3d2; vertical-align: top }
  code { font-family: ui-monospace, monospace; font-size: .9em } .needs { color: #51656a; font-size: .9375rem }`;

type Operation = {
  operationId?: string;
  summary?: string;
  parameters?: { name?: string; in?: string; required?: boolean }[];
};

/** The human page of the API: every route in a line, without a script. The machine's is `/openapi.json`. */
export function docsPage(document: OpenAPIObject): string {
  const groups = new Map<string, string[]>();
  for (const [path, item] of Object.entries(document.paths)) {
    const group = path.split('/')[2] ?? path.split('/')[1] ?? '';
    for (const method of ['get', 'post'] as const) {
      const operation = (item as Record<string, unknown>)[method] as Operation | undefined;
      if (operation)
        groups.set(group, [...(groups.get(group) ?? []), row(method, path, operation)]);
    }
  }
  const sections = [...groups].map(
    ([group, rows]) =>
      `<h2>${escape(group)}</h2><table><thead><tr><th scope="col">Route</th><th scope="col">What</th><th scope="col">Name</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Aimline API</title><style>${style}</style></head><body><h1>Aimline API</h1>
<p>${escape(document.info.description)}</p><p>Machines read <a href="/openapi.json">/openapi.json</a> (OpenAPI ${escape(document.openapi)}).</p>
${sections.join('\n')}</body></html>`;
}

function row(method: string, path: string, operation: Operation): string {
  const needs = (operation.parameters ?? [])
    .filter((p) => p.in === 'header' && p.required)
    .map((p) => p.name ?? '');
  return `<tr><td><code>${method.toUpperCase()} ${escape(path)}</code></td><td>${escape(operation.summary ?? '')}${
    needs.length > 0 ? `<div class="needs">needs ${escape(needs.join(', '))}</div>` : ''
  }</td><td><code>${escape(operation.operationId ?? '')}</code></td></tr>`;
}
