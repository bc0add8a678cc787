import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { operatorActor } from '#domain/decider';
import { districtDecider } from '#domain/district/decide';
import type { Jurisdiction, JurisdictionPack } from '#domain/legal-clock/pack';
import { jurisdictions } from '#domain/legal-clock/pack';
import { packOf } from '#domain/legal-clock/packs';
import { parametersFor } from '#domain/legal-clock/parameters';
import { streamId } from '#domain/streams';
import { answering, CommandProblem, type Answer } from './answer.js';
import { districtOf, districtOption } from './district.js';
import { withInstallation } from './installation.js';

type Options = { district?: string; parameter?: string[]; because?: string };

export function registerJurisdiction(program: Command): void {
  const jurisdiction = program
    .command('jurisdiction')
    .description('whose legal clocks hold for new requests for an evaluation');
  jurisdiction
    .command('show')
    .description('the pack in force, its clocks, and what it leaves to counsel')
    .option(...districtOption)
    .action(answering(show));
  jurisdiction
    .command('choose')
    .argument('<jurisdiction>', jurisdictions.join(', '))
    .description('choose a pack; a referral that is open keeps the clocks with which it began')
    .requiredOption('--because <reason>', 'why, for the record')
    .option('--parameter <name=value...>', 'how counsel reads what the law leaves open')
    .option(...districtOption)
    .action(answering(choose));
}

const needs = (command: string) => ({ command, need: 'postgres' }) as const;

export function show({ district: named }: Options): Promise<Answer> {
  return withInstallation(needs('aimline jurisdiction show'), async (installation) => {
    const district = await districtOf(installation, named);
    const chosen = (await installation.reference.for(district, { jurisdiction: true }))
      .jurisdiction;
    const pack = packOf(chosen?.jurisdiction ?? 'us');
    const parameters = Object.fromEntries(
      Object.entries(pack.parameters).map(([name, { default: value, note }]) => [
        name,
        { value: chosen?.parameters[name as keyof typeof chosen.parameters] ?? value, note },
      ]),
    );
    return {
      document: {
        district,
        jurisdiction: pack.jurisdiction,
        name: pack.name,
        version: pack.version,
        chosen: chosen !== undefined,
        parameters,
        clocks: pack.clocks,
      },
      words: [
        `${pack.name} (${pack.jurisdiction}, version ${pack.version})${chosen ? '' : ': the default, nothing was chosen'}`,
        ...clocksInWords(pack),
        ...Object.entries(parameters).map(
          ([name, { value, note }]) => `  ${name} = ${String(value)}: ${note}`,
        ),
      ].join('\n'),
    };
  });
}

function clocksInWords({ clocks }: JurisdictionPack): string[] {
  return clocks.map(
    ({ name, counting: { days, kind }, ends, citation }) =>
      `  ${name}: ${days} ${kind.replaceAll('-', ' ')}, until ${ends} (${citation})`,
  );
}

export async function choose(options: Options, text: string): Promise<Answer> {
  const { district: named, because, parameter } = options;
  const jurisdiction = jurisdictionOf(text);
  const data = {
    jurisdiction,
    parameters: readings(jurisdiction, parameter ?? []),
    because: because ?? '',
  };
  return withInstallation(needs('aimline jurisdiction choose'), async (installation) => {
    const district = await districtOf(installation, named);
    const { events } = await installation.handler.handle(
      districtDecider,
      { district, stream: streamId('district', district) },
      {
        type: 'ChooseJurisdiction',
        data,
        key: `cli/jurisdiction/${randomUUID()}`,
        actor: operatorActor,
      },
    );
    const { name } = packOf(jurisdiction);
    return {
      document: { district, jurisdiction, recorded: events.map(({ type }) => type) },
      words: events.length > 0 ? `${name}, for requests from now on` : `${name}, as before`,
    };
  });
}

function jurisdictionOf(text: string): Jurisdiction {
  const known = jurisdictions.find((one) => one === text);
  if (known) return known;
  throw new CommandProblem(2, 'unknown-jurisdiction', `There is no pack for ${text}.`, {
    where: '<jurisdiction>',
    hint: `Take one of ${jurisdictions.join(', ')}.`,
  });
}

/** `name=value`, where the value is true, false or a word of the pack. */
function readings(jurisdiction: Jurisdiction, given: readonly string[]) {
  const pairs = given.map((text): [string, boolean | string] => {
    const [name = '', value = ''] = text.split('=', 2);
    return [name, value === 'true' ? true : value === 'false' ? false : value];
  });
  const parameters = Object.fromEntries(pairs);
  const [wrong] = parametersFor(jurisdiction, parameters).problems;
  if (!wrong) return parameters;
  const { name, value, values, known } = wrong;
  throw new CommandProblem(
    2,
    'parameter-not-of-pack',
    values
      ? `${String(value)} is no value of ${name}.`
      : `The clocks of ${jurisdiction} have no parameter ${name}.`,
    {
      where: '--parameter',
      hint:
        values || known.length > 0
          ? `Take one of ${(values ?? known).map(String).join(', ')}.`
          : 'It has no parameter at all.',
    },
  );
}
