import { z } from 'zod';
import {
  highestItemScore,
  isSrssTotal,
  overallRisk,
  srssRisk,
  srssScales,
  srssTotal,
  type SrssScale,
} from '#domain/behaviour/srss-ie';
import { InputProblem } from './calculation.js';
import { finite } from './inputs.js';
import { question, questionBy } from './screen-question.js';

const srssIe = z.literal('srss-ie', { error: 'The only instrument is "srss-ie".' });

const risk = z
  .enum(['low', 'moderate', 'high'], { error: 'This must be "low", "moderate", "high" or null.' })
  .nullish()
  .transform((level) => level ?? null);

const overall = question(
  z.strictObject({ instrument: srssIe, externalizing: risk, internalizing: risk }),
  ({ externalizing, internalizing }) => ({ overall: overallRisk(externalizing, internalizing) }),
);

const item = finite
  .int({ error: 'An item is scored in whole points.' })
  .min(0, { error: 'An item is scored from 0 to 3.' })
  .max(highestItemScore, { error: 'An item is scored from 0 to 3.' })
  .nullable();

const classified = question(
  z.strictObject({
    instrument: srssIe,
    version: z.enum(['12', '9'], {
      error: 'This must be "12" or "9", the version of the instrument.',
    }),
    scale: z.enum(['E7', 'I5', 'I6', 'E5'], { error: 'This must be "E7", "I5", "I6" or "E5".' }),
    level: z
      .enum(['elementary', 'secondary'], { error: 'This must be "elementary" or "secondary".' })
      .nullish(),
    score: finite.nullish(),
    items: z.array(item, { error: 'This must be a list of item scores.' }).nullish(),
  }),
  ({ score, items, ...asked }) => {
    const scale = scaleOf(asked);
    const total = items ? totalOf(scale, items) : score!;
    if (total !== null && !isSrssTotal(scale, total))
      throw new InputProblem(
        'impossible_score',
        `${total} is no score of ${scale.scale}, which has ${scale.items} items of 0 to ${highestItemScore}.`,
        '/score',
        `Give a whole number from 0 to ${scale.items * highestItemScore}.`,
      );
    return { score: total, risk: srssRisk(scale, total), source: scale.source };
  },
);

/** One scale by its score or its items, or the higher of two risks. */
export const instrument = questionBy((document) => {
  if (Object.hasOwn(document, 'externalizing') || Object.hasOwn(document, 'internalizing'))
    return overall;
  const given = ['score', 'items'].filter((key) => (document[key] ?? null) !== null);
  if (given.length === 2)
    return {
      code: 'two_questions',
      message: 'The document has both score and items.',
      path: ['items'],
      hint: 'Give the total score or the scores of the items.',
    };
  if (given.length === 0)
    return {
      code: 'missing',
      message: 'There is no score.',
      path: ['score'],
      hint: 'Give "score", or "items" with null for an item that is missing.',
    };
  return classified;
});

function scaleOf(
  asked: Pick<SrssScale, 'version' | 'scale'> & { level?: SrssScale['level'] | undefined },
): SrssScale {
  const ofName = srssScales.filter(({ scale }) => scale === asked.scale);
  const ofVersion = ofName.filter(({ version }) => version === asked.version);
  if (ofVersion.length === 0)
    throw new InputProblem(
      'wrong_version',
      `${asked.scale} is no scale of version ${asked.version}.`,
      '/version',
      `${asked.scale} belongs to version "${ofName[0]!.version}".`,
    );
  const [scale, another] = ofVersion.filter(
    ({ level }) => !asked.level || !level || level === asked.level,
  );
  if (scale && !another) return scale;
  throw new InputProblem(
    scale ? 'missing' : 'wrong_level',
    scale
      ? `The cuts of ${asked.scale} depend on the level.`
      : `${asked.scale} is not for the ${asked.level} level.`,
    '/level',
    `Give ${ofVersion.map(({ level }) => `"${level}"`).join(' or ')}.`,
  );
}

/** Fewer items than the scale has: some are missing. More: not this scale. */
function totalOf(scale: SrssScale, items: readonly (number | null)[]): number | null {
  if (items.length > 0 && items.length <= scale.items) return srssTotal(scale, items);
  throw new InputProblem(
    items.length === 0 ? 'missing' : 'impossible_score',
    items.length === 0
      ? 'There is no item.'
      : `${scale.scale} has ${scale.items} items, not ${items.length}.`,
    '/items',
    `Give ${scale.items} item scores, null for one that is missing.`,
  );
}
