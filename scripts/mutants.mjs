// `npm run mutants [-- area…]`: mutation testing, one area after another, so that each takes minutes. Prints every survivor and
// at the end one line an area; exit 1 if one of them killed less than 90 % of its mutants.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const areas = [
  'statistics',
  'effect',
  'dosage',
  'norms',
  'behaviour',
  'screening',
  'attendance',
  'rule-accuracy',
  'rule-set',
  'legal-clock',
  'calendar',
].filter((area) => existsSync(`libs/domain/src/${area}`));

const asked = process.argv.slice(2);
const unknown = asked.find((area) => !areas.includes(area));
if (unknown !== undefined) {
  console.error(`There is no area named ${unknown}; take one of ${areas.join(', ')}.`);
  process.exit(2);
}

const lines = [];
for (const area of asked.length > 0 ? asked : areas) {
  const { status } = spawnSync('stryker', ['run'], {
    stdio: 'inherit',
    env: { ...process.env, MUTANTS_AREA: area },
  });
  lines.push(`${area.padEnd(16)} ${summaryOf(area)}${status === 0 ? '' : '  FAILED'}`);
  if (status !== 0) process.exitCode = 1;
}
console.log(`\n${lines.join('\n')}`);

/** Mutants that compile; those that no test reaches count as survivors. */
function summaryOf(area) {
  const report = `test-results/mutants/${area}.json`;
  if (!existsSync(report)) return 'no report';
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const killed = count('Killed', 'Timeout');
  const survived = count('Survived', 'NoCoverage');
  const score = ((killed / (killed + survived)) * 100).toFixed(1);
  return `${score.padStart(5)} %  ${killed} of ${killed + survived} mutants killed`;
}
