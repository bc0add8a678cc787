import { parseArgs } from 'node:util';
import { campaign } from './campaign.js';

// `npm run torture -- [--kills 50] [--seed 1]`: exit 1 if the log broke a promise. The last line of stdout is the report.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  console.error('--kills is a number from 1 on and --seed a whole number.');
  process.exit(2);
}
const report = await campaign({ kills, seed, say: console.error });
console.log(JSON.stringify(report));
if (report.broken.length > 0 || !report.verified.matches) process.exitCode = 1;
