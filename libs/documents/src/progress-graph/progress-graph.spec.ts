import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { mayasReading } from './example.js';
import { ProgressGraph } from './progress-graph.js';
import { graphWords } from './words.js';

const render = (language: 'en' | 'es', interactive: boolean) =>
  renderToStaticMarkup(
    createElement(ProgressGraph, {
      model: mayasReading,
      words: graphWords(language),
      size: { width: 960, height: 400 },
      id: 'reading',
      interactive,
    }),
  );

test('the same model gives the same bytes, for the screen and for print', () => {
  expect(render('en', false)).toBe(render('en', false));
  expect(render('en', true)).toBe(render('en', true));
});

test('no colour is written into the drawing: classes and tokens give it', () => {
  expect(render('en', false)).not.toMatch(/(fill|stroke|style)="(?!url)/);
});

test('in print the graph is one image with its sentence, and its rows stand open', () => {
  const html = render('en', false);
  expect(html).toContain('role="img"');
  expect(html).not.toContain('<details');
  expect(html).not.toContain('tabindex="0"');
  expect(html.match(/<th scope="row">/g)).toHaveLength(13);
});

test('on the screen there is one tab stop on the drawing and a polite live region', () => {
  const html = render('en', true);
  expect(html.match(/role="application"/g)).toHaveLength(1);
  expect(html).toContain('aria-live="polite"');
  expect(html).toContain('<summary>Show as table</summary>');
});

test('the graph speaks Spanish too', () => {
  const html = render('es', false);
  expect(html).toContain('Línea meta');
  expect(html).not.toContain('Aimline');
});
