import type { Calculation } from './calculation.js';
import {
  accuracy,
  attendance,
  classwide,
  gates,
  maze,
  percentileRank,
  screener,
} from './screen-figures.js';
import { instrument } from './screen-instrument.js';
import { questionBy, type Question } from './screen-question.js';
import { benchmark, table } from './screen-table.js';

const questions: Readonly<Record<string, Question>> = {
  table,
  benchmark,
  accuracy,
  maze,
  percentileRank,
  instrument,
  screener,
  gates,
  attendance,
  classwide,
};

/** `calc screen` (science.md 1, 8): one question a document; its key tells which. */
export const screen: Calculation<() => object> = {
  input: questionBy((document) => {
    const [asked, second] = Object.keys(questions).filter((key) => Object.hasOwn(document, key));
    if (asked === undefined)
      return {
        code: 'no_question',
        message: 'The document asks nothing.',
        path: [],
        hint: `Ask with one of the keys ${Object.keys(questions).join(', ')}.`,
      };
    if (second !== undefined)
      return {
        code: 'two_questions',
        message: `The document asks two questions, ${asked} and ${second}.`,
        path: [second],
        hint: 'Ask one question a document; with --ndjson the other goes on a line of its own.',
      };
    return questions[asked]!;
  }),
  answer: (ask) => ask(),
};
