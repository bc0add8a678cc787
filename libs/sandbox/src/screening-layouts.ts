// The vendors' headers, column by column: sandbox files must pass where a real export passes.

const alternatives = (prefix: string, words: string, suffix = '') =>
  words.split('|').map((word) => prefix + word + suffix);

export const dibelsSubtests = {
  lnf: 'Letter Names (LNF)',
  psf: 'Phonemic Awareness (PSF)',
  nwfCls: 'Letter Sounds (NWF-CLS)',
  nwfWrc: 'Decoding (NWF-WRC)',
  wrf: 'Word Reading (WRF)',
  orfAccuracy: 'Reading Accuracy (ORF-Accu)',
  orf: 'Reading Fluency (ORF)',
  maze: 'Reading Comprehension (Maze)',
} as const;
export type DibelsSubtest = keyof typeof dibelsSubtests;

const { maze, ...beforeMaze } = dibelsSubtests;
const figures = 'Level|Score|National Norm Percentile|Semester Growth|Year Growth';

/** mCLASS benchmark export, DIBELS 8th Edition, 105 columns. */
export const dibelsHeader: readonly string[] = [
  ...'School Year,State,Account Name,Municipality Name,Municipality Primary ID,District Name,District Primary ID,Internal Program,External Program,School Name,Primary School ID,Secondary School ID,Student Last Name,Student First Name,Student Middle Name,Enrollment Date,Enrollment Grade,Date of Birth,Gender,Race,Special Education,Disability,Specific Disability,Section 504,Economically Disadvantaged,Meal Status,Title 1,Migrant,English Proficiency,ELL Status,Home Language,Alternate Assessment,Approved Accommodations,Classed,Reporting Class Name,Reporting Class ID,Official Teacher Name,Official Teacher Staff ID,Assessing Teacher Name,Assessing Teacher Staff ID,Assessment,Assessment Edition,Assessment Grade,Benchmark Period,Composite Level,Composite Score'.split(
    ',',
  ),
  ...alternatives('Composite - ', 'National Norm Percentile|Semester Growth|Year Growth'),
  ...Object.values(beforeMaze).flatMap((name) => alternatives(`${name} - `, figures)),
  'Error Rate (ORF) - Score',
  ...alternatives(`${maze} - `, figures),
  ...'Correct Responses (Maze) - Score,Incorrect Responses (Maze) - Score,Client Date,Sync Date,Student Primary ID,Primary ID - Student ID (State ID),Administration Type,Vocabulary - Level,Vocabulary - Score,Spelling - Level,Spelling - Score,RAN - Level,RAN - Score,Risk Indicator - Level,DIBELS Composite Score - Lexile'.split(
    ',',
  ),
];

const spans = 'FallToFall|FallToWinter|FallToSpring|WinterToWinter|WinterToSpring|SpringToSpring';
const growth =
  'ProjectedGrowth|ObservedGrowth|ObservedGrowthSE|MetProjectedGrowth|ConditionalGrowthIndex|ConditionalGrowthPercentile|GrowthQuintile';
const numbers = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** NWEA `AssessmentResults.csv`, 143 columns. */
export const mapHeader: readonly string[] = [
  ...'TermName,DistrictName,District_StateID,SchoolName,School_StateID,StudentID,Student_StateID,Subject,Course,GrowthMeasureYN,NormsReferenceData,WISelectedAYFall,WISelectedAYWinter,WISelectedAYSpring,WIPreviousAYFall,WIPreviousAYWinter,WIPreviousAYSpring,TestType,TestName,TestID,TestStartDate,TestStartTime,TestDurationMinutes,TestRITScore,TestStandardError,TestPercentile,AchievementQuintile,PercentCorrect,RapidGuessingPercentage'.split(
    ',',
  ),
  ...spans.split('|').flatMap((span) => alternatives(span, growth)),
  ...alternatives('Lexile', 'Score|Min|Max'),
  ...alternatives('Quantile', 'Score|Min|Max'),
  ...numbers(8).flatMap((n) => alternatives(`Goal${n}`, 'Name|RitScore|StdErr|Range|Adjective')),
  ...alternatives('Typical', spans, 'Growth'),
  ...numbers(10).flatMap((n) => [`ProjectedProficiencyStudy${n}`, `ProjectedProficiencyLevel${n}`]),
];
