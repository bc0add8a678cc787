import type { Persona } from './personas.js';

const escape = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const style = `
  :root { color-scheme: light dark; --ground: #f4f7f5; --surface: #fff; --ink: #14272b; --ink-2: #51656a; --border: #7b8e92; --spruce: #17494d }
  @media (prefers-color-scheme: dark) { :root { --ground: #0f1f20; --surface: #16292b; --ink: #e6efee; --ink-2: #a3b7b8; --border: #6f8a8c; --spruce: #7fd0c8 } }
  body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
  main { max-width: 34rem; margin: 0 auto; padding: 2.5rem 1rem }
  h1 { font-size: 1.5rem; margin: 0 0 .25rem }
  p { margin: 0 0 1.25rem; color: var(--ink-2) }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem }
  button, input { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--border); border-radius: 4px; min-height: 44px; padding: .5rem .75rem }
  ul button { width: 100%; text-align: start; cursor: pointer }
  ul button span { display: block; color: var(--ink-2); font-size: .9375rem }
  form.other { margin-top: 1.75rem; display: flex; gap: .5rem; align-items: end; flex-wrap: wrap }
  label { display: grid; gap: .25rem; flex: 1 }
  :focus-visible { outline: 3px solid #f2b632; outline-offset: 1px; box-shadow: 0 0 0 1px var(--ink) }`;

/** The page on which a developer picks who to be: one form a person, so that it works without a script. */
export function pickerPage(personas: readonly Persona[], action: string): string {
  const person = (p: Persona) => `<li><form method="post" action="${escape(action)}">
      <button name="subject" value="${escape(p.subject)}">${escape(`${p.givenName} ${p.familyName}`)}<span>${escape(p.title)}</span></button>
    </form></li>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in to the sandbox</title><style>${style}</style></head>
<body><main>
  <h1>Who are you today?</h1>
  <p>A development sign-in: these people are invented, and there is no password.</p>
  <ul>${personas.map(person).join('')}</ul>
  <form class="other" method="post" action="${escape(action)}">
    <label>Someone else, by their subject<input name="subject" required maxlength="200" autocomplete="off"></label>
    <button>Sign in</button>
  </form>
</main></body>
</html>`;
}
