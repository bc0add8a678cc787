import type { CatalogueEntry, Intensity } from '#domain/intervention/events';
import type { Grade } from '#domain/measure/measure';

/** A catalogue entry and a key that stays, for the ids of its stream. */
export type SandboxIntervention = { key: string; entry: CatalogueEntry };

const k3: readonly Grade[] = ['K', '1', '2', '3'];
const upper: readonly Grade[] = ['4', '5', '6', '7', '8'];
const all: readonly Grade[] = [...k3, ...upper];

// What Works Clearinghouse practice guides: the level is that of the guide's recommendation, not of a product.
const reading2009 =
  'Gersten et al. 2009, Assisting Students Struggling with Reading: RtI and Multi-Tier Intervention in the Primary Grades (NCEE 2009-4045)';
const foundations2016 =
  'Foorman et al. 2016, Foundational Skills to Support Reading for Understanding in Kindergarten Through 3rd Grade (NCEE 2016-4008)';
const reading2022 =
  'Vaughn et al. 2022, Providing Reading Interventions for Students in Grades 4–9 (WWC 2022007)';
const mathematics2009 =
  'Gersten et al. 2009, Assisting Students Struggling with Mathematics: RtI for Elementary and Middle Schools (NCEE 2009-4060)';
const mathematics2021 =
  'Fuchs et al. 2021, Assisting Students Struggling with Mathematics: Intervention in the Elementary Grades (WWC 2021006)';
const behaviour2008 =
  'Epstein et al. 2008, Reducing Behavior Problems in the Elementary School Classroom (NCEE 2008-012)';
const checkIn = 'Hawken & Horner 2003, Journal of Behavioral Education 12, 225–240';

const tier2Dosage = { sessionsPerWeek: 4, minutes: 30, weeks: 8 };
const tier3Dosage = { sessionsPerWeek: 5, minutes: 45, weeks: 8 };

function intensity(dosage: number, individualization: number, support: number): Intensity {
  return {
    strength: null,
    dosage,
    alignment: 2,
    transfer: 1,
    comprehensiveness: 2,
    support,
    individualization,
  };
}

const group = (max: number) => ({ min: max > 3 ? 3 : 1, max });
const readingStaff = ['Reading specialist', 'Teacher trained in the routine'];
const mathematicsStaff = ['Mathematics specialist', 'Teacher trained in the routine'];

const lesson = (practice: string, apply: string) => [
  'Goal of the lesson said in one sentence',
  'Review of the last lesson, with every student answering',
  'New step shown and thought aloud',
  practice,
  apply,
  'Errors corrected at once, and the correct answer repeated',
  'Short check of each student before the end',
];

/** What Lindenfield's specialists can give: routines with a practice guide behind them, no brand. */
export const interventions: readonly SandboxIntervention[] = [
  {
    key: 'phonemic-awareness-and-decoding',
    entry: {
      name: 'Sounds and letters in small groups',
      area: 'reading',
      skill: 'Phonemic awareness and decoding',
      grades: k3,
      tiers: [2],
      evidence: { level: 'strong', citation: `${foundations2016}, recommendations 2 and 3` },
      dosage: tier2Dosage,
      groupSize: group(5),
      intensity: intensity(2, 0, 1),
      steps: lesson('Words built and read with letter tiles', 'A decodable text read aloud'),
      qualified: readingStaff,
    },
  },
  {
    key: 'connected-text-fluency',
    entry: {
      name: 'Repeated reading with feedback',
      area: 'reading',
      skill: 'Reading fluency',
      grades: all,
      tiers: [2],
      evidence: {
        level: 'moderate',
        citation: `${foundations2016}, recommendation 4; Therrien 2004, Remedial and Special Education 25, 252–261`,
      },
      dosage: tier2Dosage,
      groupSize: group(5),
      intensity: intensity(2, 0, 1),
      steps: lesson('A passage read three times with a partner', 'The passage retold in own words'),
      qualified: readingStaff,
    },
  },
  {
    key: 'multisyllabic-words',
    entry: {
      name: 'Long words and purposeful fluency',
      area: 'reading',
      skill: 'Decoding of long words, fluency, comprehension routines',
      grades: upper,
      tiers: [2],
      evidence: { level: 'strong', citation: `${reading2022}, recommendations 1 to 3` },
      dosage: tier2Dosage,
      groupSize: group(6),
      intensity: intensity(2, 0, 1),
      steps: lesson(
        'Long words split, read and put back together',
        'A text of the subject class read for its gist',
      ),
      qualified: readingStaff,
    },
  },
  {
    key: 'intensive-reading',
    entry: {
      name: 'Intensive reading by need',
      area: 'reading',
      skill: 'The skills that a diagnostic shows as missing',
      grades: all,
      tiers: [3],
      evidence: { level: 'promising', citation: `${reading2009}, recommendation 5 (low evidence)` },
      dosage: tier3Dosage,
      groupSize: group(3),
      intensity: intensity(3, 3, 2),
      steps: lesson(
        'Practice chosen from the student’s own errors',
        'A text at the student’s level read twice',
      ),
      qualified: ['Reading specialist'],
    },
  },
  {
    key: 'explicit-number-instruction',
    entry: {
      name: 'Explicit number instruction',
      area: 'mathematics',
      skill: 'Whole numbers and operations',
      grades: all,
      tiers: [2],
      evidence: { level: 'strong', citation: `${mathematics2021}, recommendation 1` },
      dosage: tier2Dosage,
      groupSize: group(5),
      intensity: intensity(2, 0, 1),
      steps: lesson(
        'Problems solved with blocks, drawings and numbers',
        'The same idea in a new problem',
      ),
      qualified: mathematicsStaff,
    },
  },
  {
    key: 'word-problem-structures',
    entry: {
      name: 'Word problems by structure',
      area: 'mathematics',
      skill: 'Word problems',
      grades: all,
      tiers: [2],
      evidence: { level: 'strong', citation: `${mathematics2009}, recommendation 4` },
      dosage: tier2Dosage,
      groupSize: group(6),
      intensity: intensity(2, 0, 1),
      steps: lesson('Problems sorted by their structure', 'An equation written for each'),
      qualified: mathematicsStaff,
    },
  },
  {
    key: 'intensive-mathematics',
    entry: {
      name: 'Intensive mathematics with timed fluency',
      area: 'mathematics',
      skill: 'The skills that an error analysis shows as missing',
      grades: all,
      tiers: [3],
      evidence: { level: 'strong', citation: `${mathematics2021}, recommendations 1 and 6` },
      dosage: tier3Dosage,
      groupSize: group(3),
      intensity: intensity(3, 3, 2),
      steps: lesson(
        'Practice chosen from the student’s own errors',
        'A timed activity against the own best',
      ),
      qualified: ['Mathematics specialist'],
    },
  },
  {
    key: 'check-in-check-out',
    entry: {
      name: 'Check-in/check-out',
      area: 'behaviour',
      skill: 'School expectations, with feedback through the day',
      grades: all,
      tiers: [2],
      evidence: { level: 'moderate', citation: checkIn },
      dosage: { sessionsPerWeek: 5, minutes: 20, weeks: 8 },
      groupSize: group(6),
      intensity: intensity(2, 1, 3),
      steps: [
        'Greeted by name at check-in',
        'Goal of the day said by the student',
        'Point card given with the expectations on it',
        'Card filled by each teacher, with a word on why',
        'Check-out: points counted with the student',
        'Praise or plan for tomorrow said',
        'Card sent home',
      ],
      qualified: ['Any adult whom the student trusts, trained in the routine'],
    },
  },
  {
    key: 'social-skills-group',
    entry: {
      name: 'Replacement skills in a group',
      area: 'behaviour',
      skill: 'Skills that replace what gets in the way',
      grades: all,
      tiers: [2],
      evidence: { level: 'strong', citation: `${behaviour2008}, recommendation 3` },
      dosage: { sessionsPerWeek: 3, minutes: 30, weeks: 8 },
      groupSize: group(5),
      intensity: intensity(1, 1, 2),
      steps: lesson('The skill played in pairs', 'A place for it this week named by each'),
      qualified: ['Specialist', 'School counselor'],
    },
  },
  {
    key: 'function-based-support',
    entry: {
      name: 'Support by the function of the behaviour',
      area: 'behaviour',
      skill: 'What the behaviour gains, taught in a better way',
      grades: all,
      tiers: [3],
      evidence: { level: 'moderate', citation: `${behaviour2008}, recommendation 1` },
      dosage: { sessionsPerWeek: 5, minutes: 45, weeks: 8 },
      groupSize: group(2),
      intensity: intensity(3, 3, 3),
      steps: [
        'Plan from a functional assessment at hand',
        'What sets it off was changed as planned',
        'Replacement skill practised',
        'Replacement skill met with what the behaviour used to gain',
        'Behaviour itself met as the plan says',
        'Data of the day noted',
      ],
      qualified: ['Behaviour specialist', 'School psychologist'],
    },
  },
];
