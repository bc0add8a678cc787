import { expand } from './expand.js';
import type { Profile } from './profile.js';

/** The measures with a level and a score, by the word of the header, in the order of the file. */
export const dibelsMeasures = [
  ['Letter Names (LNF)', 'dibels-8/lnf'],
  ['Phonemic Awareness (PSF)', 'dibels-8/psf'],
  ['Letter Sounds (NWF-CLS)', 'dibels-8/nwf-cls'],
  ['Decoding (NWF-WRC)', 'dibels-8/nwf-wrc'],
  ['Word Reading (WRF)', 'dibels-8/wrf'],
  ['Reading Accuracy (ORF-Accu)', 'dibels-8/orf-accuracy'],
  ['Reading Fluency (ORF)', 'dibels-8/orf-wc'],
  ['Reading Comprehension (Maze)', 'dibels-8/maze-adjusted'],
  ['Vocabulary', 'dibels-8/vocabulary'],
  ['Spelling', 'dibels-8/spelling'],
  ['RAN', 'dibels-8/ran'],
] as const;

const student =
  'School Year,State,Account Name,Municipality {Name|Primary ID},District {Name|Primary ID},Internal Program,' +
  'External Program,School Name,{Primary|Secondary} School ID,Student {Last|First|Middle} Name,Enrollment Date,' +
  'Enrollment Grade,Date of Birth,Gender,Race,Special Education,Disability,Specific Disability,Section 504,' +
  'Economically Disadvantaged,Meal Status,Title 1,Migrant,English Proficiency,ELL Status,Home Language,' +
  'Alternate Assessment,Approved Accommodations,Classed,Reporting Class {Name|ID},' +
  '{Official|Assessing} Teacher {Name|Staff ID},Assessment,Assessment {Edition|Grade},Benchmark Period';

const scores =
  'Composite {Level|Score},Composite - {National Norm Percentile|Semester Growth|Year Growth},' +
  '{Letter Names (LNF)|Phonemic Awareness (PSF)|Letter Sounds (NWF-CLS)|Decoding (NWF-WRC)|Word Reading (WRF)|' +
  'Reading Accuracy (ORF-Accu)|Reading Fluency (ORF)} - ' +
  '{Level|Score|National Norm Percentile|Semester Growth|Year Growth},Error Rate (ORF) - Score,' +
  'Reading Comprehension (Maze) - {Level|Score|National Norm Percentile|Semester Growth|Year Growth},' +
  '{Correct|Incorrect} Responses (Maze) - Score,{Client|Sync} Date,Student Primary ID,' +
  'Primary ID - Student ID (State ID),Administration Type,{Vocabulary|Spelling|RAN} - {Level|Score},' +
  'Risk Indicator - Level,DIBELS Composite Score - Lexile';

/** mCLASS benchmark export of DIBELS 8th Edition, 105 columns. */
export const dibels8Profile: Profile = {
  name: 'dibels-8',
  title: 'DIBELS 8th Edition benchmark, Amplify mCLASS',
  kind: 'scores',
  source: 'edanalytics/earthmover_edfi_bundles, assessments/DIBELS_8 (Apache-2.0)',
  seen: '2023-08',
  layouts: [
    {
      member: null,
      columns: expand(`${student},${scores}`),
      required: [
        'Assessment Edition',
        'Assessment Grade',
        'Benchmark Period',
        'Composite Level',
        'Composite Score',
        'Client Date',
        'Student Primary ID',
      ],
    },
  ],
};
