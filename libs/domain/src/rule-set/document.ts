import type { Jurisdiction } from '../legal-clock/pack.js';
import type { Area, Grade, Season } from '../measure/measure.js';
import type { Ladder } from '../obligation.js';

/**
 * A rule set: one district's cycle rules for an area and grade span (domain.md 4). Plain JSON; published as JSON
 * Schema; a number's source stands in `sources` under its JSON Pointer.
 */
export type RuleSetDocument = {
  name: string;
  area: Area;
  grades: readonly Grade[];
  screening: ScreeningRules;
  placement: PlacementRules;
  tiers: { '2': TierPlan; '3': TierPlan };
  goal: GoalRules;
  monitoring: MonitoringRules;
  delivery: DeliveryRules;
  review: ReviewRules;
  alerts: AlertRules;
  response: ResponseRules;
  exit: ExitRules;
  notices: NoticeRules;
  referral: ReferralRules;
  sources: readonly { field: string; citation: string }[];
};

/** A student is flagged when a criterion of the season's measures is met; the result is a proposal for a team. */
export type ScreeningRules = {
  criteria: readonly ScreeningCriterion[];
  /** `any`: one criterion flags (OR gate); `all`: every criterion with a score must (AND gate). */
  combine: 'any' | 'all';
  /** Fraction of the screened of a class or grade; above it a class-wide response is proposed instead (science.md 3.1). */
  classwide: { threshold: number; per: 'class' | 'grade'; minimumScreened: number };
  /** Most school days in a row from a window's opening to its closing, both counted (science.md 1.5: each school within 15 of the state's 16 or 21 days); absent: any number. */
  windowSchoolDays?: number;
  /** School days after the window's closing day in which make-ups and late enrolments are still taken. */
  makeUpSchoolDays: number;
  ladder: Ladder;
};

export type ScreeningCriterion = {
  /** Measure key. */
  measure: string;
  seasons: readonly Season[];
  /** Cut for Tier 2 and Tier 3: national percentile below, the vendor's level word, or a score below (above: decrease). */
  tier2: Cut;
  tier3: Cut | null;
};

export type Cut =
  | { kind: 'percentile-below'; value: number }
  | { kind: 'level'; levels: readonly string[] }
  | { kind: 'score-below'; value: number }
  | { kind: 'score-above'; value: number };

export type PlacementRules = {
  decideWithinSchoolDays: number;
  /** From the confirmed placement to the first day of the phase. */
  startWithinSchoolDays: number;
  ladder: Ladder;
};

/** Dosage of a tier (science.md 3.1): sessions a week, minutes each, group size, planned weeks and the hard stop. */
export type TierPlan = {
  sessionsPerWeek: { min: number; max: number };
  minutes: { min: number; max: number };
  groupSize: { min: number; max: number };
  weeks: number;
  hardStopWeeks: number;
  probeEverySchoolWeeks: number;
};

export type GoalRules = {
  methods: readonly ('rate' | 'benchmark' | 'intra-individual')[];
  /** Expected growth in the monitoring measure's unit per calendar week, by grade; with its source in `sources`. */
  ratePerWeek: Readonly<Partial<Record<Grade, number>>>;
  rounding: 'half_up' | 'down' | 'none';
};

export type MonitoringRules = {
  /** Measure key of the probes. */
  measure: string;
  /** School days after the due day in which a probe still counts for its week. */
  graceSchoolDays: number;
  baselineProbes: number;
  /** Most days from the baseline to the start of its phase; an older one is flagged as stale (science.md 2.1). Absent: never. */
  baselineMaxAgeDays?: number;
  ladder: Ladder;
};

export type DeliveryRules = {
  /** Shares of planned sessions and minutes under which a plan was not delivered as designed (usual mark .8). */
  sessionShare: number;
  minuteShare: number;
  fidelity: { everySchoolWeeks: number; share: number; ladder: Ladder };
  /** A session that nobody logged: `recordAfter` 1 = the end of the next school day. */
  logLadder: Ladder;
};

export type ReviewRules = {
  everyInstructionalWeeks: number;
  minPoints: number;
  /** From this many points on the point estimate decides where the interval covers the goal. */
  decideFrom: number;
  method: 'ols' | 'theil-sen';
  /** Two-sided level of the projection's interval, e.g. .75. */
  interval: number;
  seeFloor: number;
  ladder: Ladder;
};

/** A run of k points raises an alert for the specialist and never changes a tier (science.md 2.6). */
export type AlertRules = {
  k: number;
  minPoints: number;
  minSchoolWeeks: number;
  maxGapDays: number;
};

export type ResponseRules = {
  /** Inadequate reviews in a row in one tier before the engine recommends intensifying, and referral in Tier 3. */
  intensifyAfter: number;
  referAfter: number;
};

export type ExitRules = { consecutivePointsAtGoal: number; fadeSchoolWeeks: number };

export type NoticeRules = {
  /** 34 CFR 300.311(a)(7)(ii): what a guardian is told from the first day of a cycle on. */
  placement: boolean;
  withinSchoolDays: number;
  ladder: Ladder;
};

export type ReferralRules = {
  /** Whose legal clocks hold where the district has not chosen. */
  jurisdiction: Jurisdiction;
  /** School days to give prior written notice and safeguards, to ask for consent, and after which its silence is recorded. */
  noticeWithinSchoolDays: number;
  consentWithinSchoolDays: number;
  ladder: Ladder;
};
