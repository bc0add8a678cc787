import { actions, policy, type Reach } from '#domain/policy/policy';
import { staffRoles, type StaffRole } from '#domain/staff/events';

const words: Readonly<Record<Reach, string>> = {
  everywhere: 'yes',
  'in-scope': 'in scope',
  caseload: 'caseload',
};

/** The permission table as a page for people: who may do what, and how far it reaches. */
export function permissionsPage(): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const reach = (action: (typeof actions)[number], role: StaffRole) => {
    const found = (policy[action] as Readonly<Partial<Record<StaffRole, Reach>>>)[role];
    return found ? words[found] : '–';
  };
  return [
    '# Who may do what',
    '',
    'Written by `npm run docs:reference` from `libs/domain/src/policy/policy.ts`, which decides every request.',
    '',
    '- **yes**: facts of the district that name no student',
    '- **in scope**: within what the person was given: the district, some schools, some grades of them, or a caseload',
    '- **caseload**: only the students of their own classes, groups and cycles, whatever the scope',
    '',
    row(['Action', ...staffRoles]),
    row(['---', ...staffRoles.map(() => '---')]),
    ...actions.map((action) => row([`\`${action}\``, ...staffRoles.map((r) => reach(action, r))])),
    '',
  ].join('\n');
}
