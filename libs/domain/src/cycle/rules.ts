/**
 * Every rule by which a cycle refuses a command, with its meaning; the glossary and the catalogue of sentences are made
 * from this list.
 */
export const cycleRules = {
  'cycle-already-open': 'The cycle exists already.',
  'cycle-not-open': 'The cycle is closed, or has not begun.',
  'cycle-did-not-leave': 'Only a cycle whose student left the district is opened again.',
  'rule-set-of-another-area': 'The rule set named is for another area.',
  'tier-without-intervention': 'Tier 1 is core instruction: decline the proposal instead.',
  'tier-as-proposed': 'The tier named is the one that was proposed: confirm it instead.',
  'placement-not-open':
    'That proposal is not open: it was decided meanwhile, or another followed it.',
  'placement-not-confirmed': 'No placement is confirmed from which a phase could start.',
  'reason-required': 'A reason is missing.',
  'note-required': 'The figures disagree with the outcome: a note of the team is required.',
  'letter-without-text': 'The letter has no text.',
  'phase-already-running': 'A phase runs already.',
  'phase-before-placement':
    'The phase would start before the placement, or before the last phase ended.',
  'no-phase-running': 'No phase runs, or ran on that day.',
  'no-school-that-day': 'There is no school on that day.',
  'outside-school-year': 'The day lies in no known school year.',
  'date-in-future': 'The day is still to come.',
  'dosage-outside-tier': "The dosage lies outside the tier's plan.",
  'baseline-missing': 'A baseline needs at least one probe.',
  'baseline-after-start': 'The baseline is dated after the start of the phase.',
  'goal-missing':
    'Neither a value nor a rate is given, and the rule set names no rate for the grade.',
  'goal-method-not-allowed': 'The rule set does not allow that way to set a goal.',
  'goal-date-passed': 'The goal would have to be reached before it is set.',
  'goal-not-beyond-baseline': 'The goal asks for no more than the baseline.',
  'goal-not-raised': 'The new goal asks for no more than the old one.',
  'probe-before-phase': 'The probe is dated before its phase.',
  'fidelity-check-before-phase': 'The fidelity check is dated before its phase.',
  'no-probe-due': 'No probe is due on that day.',
  'steps-out-of-range': 'More steps were carried out than apply, or fewer than none.',
  'review-not-open': 'That review is not open.',
  'review-already-held': 'That review has been held.',
  'review-before-its-evidence':
    'The review would have been held before its evidence was put together.',
  'no-higher-tier': 'There is no tier above Tier 3: adjust the plan, or refer.',
  'decision-not-questioned': 'Nothing has changed under that decision.',
  'unknown-fact': 'No such fact is recorded in this cycle.',
  'fact-already-voided': 'That fact was withdrawn before.',
  'duty-not-open': 'That duty is not open, or the process itself owes it.',
} as const;
