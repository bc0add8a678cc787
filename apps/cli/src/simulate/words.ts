import type { LivedYear } from './run-year.js';

const round = (n: number) => (n >= 10 ? Math.round(n) : Math.round(n * 10) / 10);

/** Where the wall time of a year went, and what a student-year costs. */
export function figures({ summary, wakes, seconds, spent, http, refused }: LivedYear): string[] {
  const perStudent = (n: number) => round(n / summary.students);
  const parts = Object.entries(spent).map(([what, ms]) => `${what} ${round(ms / 1_000)} s`);
  const overtaken = Object.entries(refused).map(([what, n]) => `${what} ×${n}`);
  return [
    `founding ${round(seconds.founding)} s, living ${round(seconds.living)} s (${parts.join(', ')}), measuring ${round(seconds.measuring)} s`,
    `${summary.events} events (${round(summary.events / summary.wallSeconds)} a second, ${perStudent(summary.events)} a student-year), ` +
      `${http.calls} HTTP calls (${perStudent(http.calls)} a student-year, ${http.retries} tried again), ` +
      `${summary.studentYearsPerMinute} student-years a minute`,
    ...(wakes
      ? [
          `${wakes.runs} workflow runs woke ${wakes.wakes} times (${perStudent(wakes.wakes)} a student-year), ` +
            `${wakes.historyEvents} events in their histories (${perStudent(wakes.historyEvents)})`,
        ]
      : []),
    ...(overtaken.length > 0 ? [`plans that the year overtook: ${overtaken.join(', ')}`] : []),
  ];
}

/** The summary for a person. */
export function inWords(lived: LivedYear): string {
  const { summary: s } = lived;
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, n]) => `${name} ${n}`)
      .join(', ') || 'none';
  return [
    `${s.students} students, ${s.schoolDays} school days, ${s.wallSeconds} s`,
    `cycles      ${s.cyclesOpened} opened; placements: ${list(s.placements)}`,
    `sessions    ${list(s.sessions)}`,
    `probes      ${list(s.probes)}`,
    `reviews     opened ${s.reviews.opened}, held ${s.reviews.held}, overdue ${s.reviews.overdue}; ${list(s.reviews.outcomes)}`,
    `referrals   ${list(s.referrals)}`,
    `tasks       ${list(s.tasks)}`,
    `silences    ${list(s.silences)}`,
    `open        ${list(s.open.streams)}; workflows: ${list(s.open.workflows)}`,
    ...figures(lived),
    s.problems.length === 0
      ? 'Nothing is inconsistent.'
      : `PROBLEMS\n${s.problems.map((problem) => `  - ${problem}`).join('\n')}`,
  ].join('\n');
}
