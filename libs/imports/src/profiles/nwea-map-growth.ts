import { expand } from './expand.js';
import type { Profile } from './profile.js';

const spans = '{FallToFall|FallToWinter|FallToSpring|WinterToWinter|WinterToSpring|SpringToSpring}';
const proficiency = Array.from(
  { length: 10 },
  (_, index) => `ProjectedProficiency{Study|Level}${index + 1}`,
).join(',');

/** `AssessmentResults.csv` and `ComboStudentAssessment.csv` of the NWEA data export, 143 columns. */
export const mapGrowthProfile: Profile = {
  name: 'nwea-map-growth',
  title: 'NWEA MAP Growth, assessment results',
  kind: 'scores',
  source: 'edanalytics/earthmover_edfi_bundles, assessments/NWEA_MAP (Apache-2.0)',
  seen: '2021-09',
  layouts: [
    {
      member: null,
      columns: expand(
        'TermName,DistrictName,District_StateID,SchoolName,School_StateID,StudentID,Student_StateID,Subject,Course,' +
          'GrowthMeasureYN,NormsReferenceData,WI{Selected|Previous}AY{Fall|Winter|Spring},TestType,TestName,TestID,' +
          'TestStartDate,TestStartTime,TestDurationMinutes,TestRITScore,TestStandardError,TestPercentile,' +
          'AchievementQuintile,PercentCorrect,RapidGuessingPercentage,' +
          `${spans}{ProjectedGrowth|ObservedGrowth|ObservedGrowthSE|MetProjectedGrowth|ConditionalGrowthIndex|` +
          'ConditionalGrowthPercentile|GrowthQuintile},{Lexile|Quantile}{Score|Min|Max},' +
          'Goal{1|2|3|4|5|6|7|8}{Name|RitScore|StdErr|Range|Adjective},' +
          `Typical${spans}Growth,${proficiency}`,
      ),
      required: ['TermName', 'StudentID', 'Subject', 'TestName', 'TestStartDate', 'TestRITScore'],
    },
  ],
};
