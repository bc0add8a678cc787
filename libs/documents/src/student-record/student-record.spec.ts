import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { StudentRecord, type StudentRecordText } from './student-record.js';

const text: StudentRecordText = {
  name: 'Maya <b>Okafor</b>',
  about: [['District', 'Lindenfield']],
  cycles: ['Cycle in reading, opened 2025-09-10'],
  history: [
    {
      position: 12,
      on: '2025-09-10',
      recordedOn: '2025-09-12',
      by: 'Oriel Tamm (specialist)',
      text: 'probe on 2025-09-10: 40',
      gone: false,
    },
    {
      position: 13,
      on: '2025-09-11',
      recordedOn: null,
      by: 'process',
      text: 'alert raised: the body is gone',
      gone: true,
    },
  ],
  proven: ['Each event stands in the log.'],
  notProven: ['That what people recorded is true.'],
  check: { command: 'node verify.mjs FOLDER', key: 'aimline/x+00000000+AA==' },
};
const html = renderToStaticMarkup(createElement(StudentRecord, text));

test('what people wrote is text on the page, never markup', () => {
  expect(html).toContain('Maya &lt;b&gt;Okafor&lt;/b&gt;');
  expect(html).not.toContain('<b>');
});

test('each fact has its day, its author and its position; a late one says when it was recorded', () => {
  expect(html).toContain('recorded 2025-09-12');
  expect(html.match(/<tr/g)).toHaveLength(3);
  expect(html).toContain('class="gone"');
});

test('the page loads nothing from anywhere and runs nothing', () => {
  expect(html).toContain('default-src');
  expect(html).not.toMatch(/<script|<link|<img|src=|href=/);
});
