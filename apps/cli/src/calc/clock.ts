import { z } from 'zod';
import { clocksOf } from '#domain/legal-clock/clocks-of';
import type { Jurisdiction } from '#domain/legal-clock/pack';
import { jurisdictions } from '#domain/legal-clock/pack';
import { parametersFor } from '#domain/legal-clock/parameters';
import type { Calculation } from './calculation.js';
import { InputProblem } from './calculation.js';
import { calendarInput } from './calendar-input.js';
import { date } from './inputs.js';

const isJurisdiction = (text: string): text is Jurisdiction =>
  (jurisdictions as readonly string[]).includes(text);

const jurisdiction = z
  .string({ error: 'The jurisdiction is text, such as "us-tx".' })
  .transform((text, { issues }): Jurisdiction => {
    if (isJurisdiction(text)) return text;
    const params = {
      code: 'unknown_jurisdiction',
      hint: `Take one of ${jurisdictions.join(', ')}.`,
    };
    const message = `There is no clock for the jurisdiction ${text}.`;
    issues.push({ code: 'custom', input: text, message, params });
    return z.NEVER;
  });

const boolean = z.boolean({ error: 'This must be true or false.' });

const extension = z.strictObject({
  kind: z.enum(['written_agreement', 'transfer_agreed_date'], {
    error: 'An extension is a "written_agreement" or a "transfer_agreed_date".',
  }),
  until: date,
  agreedInWriting: boolean,
});

const input = z.strictObject({
  jurisdiction,
  calendar: calendarInput.nullish(),
  request: z.strictObject({ received: date, written: boolean.nullish() }).nullish(),
  consentRequested: date.nullish(),
  consentSigned: date.nullish(),
  consentReceived: date.nullish(),
  absences: z.array(date, { error: 'This must be a list of dates.' }).default([]),
  eligibilityDetermined: date.nullish(),
  recordsRequestReceived: date.nullish(),
  extension: extension.nullish(),
  parameters: z
    .record(z.string(), z.unknown(), { error: 'This must be an object of parameters.' })
    .default({}),
});

type Input = z.output<typeof input>;

/** `calc clock` (science.md 5.2). */
export const clock: Calculation<Input> = {
  input,
  answer(asked) {
    requireOrder(asked);
    return {
      clocks: clocksOf({
        jurisdiction: asked.jurisdiction,
        calendar: asked.calendar ?? null,
        nextYearFirstDay: asked.calendar?.nextYearFirstDay ?? null,
        request: asked.request
          ? { received: asked.request.received, written: asked.request.written ?? null }
          : null,
        consentRequested: asked.consentRequested ?? null,
        consentSigned: asked.consentSigned ?? null,
        consentReceived: asked.consentReceived ?? null,
        absences: asked.absences,
        eligibilityDetermined: asked.eligibilityDetermined ?? null,
        recordsRequestReceived: asked.recordsRequestReceived ?? null,
        extension: asked.extension ?? null,
        parameters: parametersOf(asked),
      }),
    };
  },
};

/** A consent is signed before it is received, and nothing is decided before it. */
function requireOrder({ request, consentSigned, consentReceived, eligibilityDetermined }: Input) {
  later('/consentReceived', consentReceived, 'The consent was signed', consentSigned);
  later('/consentReceived', consentReceived, 'The request was received', request?.received);
  later('/eligibilityDetermined', eligibilityDetermined, 'Consent was received', consentReceived);
}

function later(
  where: string,
  date: string | null | undefined,
  what: string,
  earlier: string | null | undefined,
): void {
  if (!date || !earlier || date >= earlier) return;
  const message = `${what} on ${earlier}, after ${date}.`;
  throw new InputProblem('dates_in_wrong_order', message, where, 'Correct one of the two dates.');
}

function parametersOf({ jurisdiction: of, parameters: given }: Input) {
  const { parameters, problems } = parametersFor(of, given);
  const [wrong] = problems;
  if (!wrong) return parameters;
  const { name, value, values, known } = wrong;
  const where = `/parameters/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (values === null)
    throw new InputProblem(
      'unknown_parameter',
      `The clocks of ${of} have no parameter ${name}.`,
      where,
      known.length > 0 ? `Its parameters: ${known.join(', ')}.` : 'Leave it out.',
    );
  throw new InputProblem(
    'invalid_input',
    `${JSON.stringify(value)} is no value of ${name}.`,
    where,
    `Take one of ${values.map((one) => JSON.stringify(one)).join(', ')}.`,
  );
}
