import type { SessionShown } from '#contracts/sessions';
import { useText } from '../../i18n/text.js';
import { ChoiceRow } from '../../ui/choice-row.js';
import { whoIs } from '../../ui/names.js';
import { Stepper } from '../../ui/stepper.js';
import type { Mark } from './attendance.js';
import { marked } from './attendance.js';

type Props = {
  member: SessionShown['members'][number];
  mark: Mark;
  sessionMinutes: number;
  onChange: (mark: Mark) => void;
};

/** Here, late or out; the rest appears only where it says something. */
export function MemberRow({ member, mark, sessionMinutes, onChange }: Props) {
  const text = useText();
  const who = whoIs(member.student, text);
  const { target } = member;
  return (
    <li className="member">
      <div className="member-name">
        <span className="member-who">{who}</span>
        {target && (
          <span className="quiet small numbers">
            {target.lastScore === null
              ? text('session.target', { goal: target.goal })
              : text('session.target-last', { goal: target.goal, last: target.lastScore })}
          </span>
        )}
      </div>
      <ChoiceRow
        label={text('session.attendance-of', { who })}
        name={`attendance-${member.cycleId}`}
        value={mark.attendance}
        options={(['here', 'late', 'out'] as const).map((value) => ({
          value,
          label: text(`attendance.${value}`),
        }))}
        onChange={(attendance) => onChange(marked(mark, attendance, sessionMinutes))}
      />
      {mark.attendance === 'late' && (
        <Stepper
          label={text('session.minutes-of', { who })}
          value={mark.minutes}
          step={5}
          min={0}
          max={sessionMinutes}
          onChange={(minutes) => onChange({ ...mark, minutes })}
        />
      )}
      {mark.attendance === 'out' && (
        <ChoiceRow
          label={text('session.reason-of', { who })}
          name={`reason-${member.cycleId}`}
          value={mark.reason}
          options={(['student-absent', 'refused', 'other'] as const).map((value) => ({
            value,
            label: text(`out.${value}`),
          }))}
          onChange={(reason) => onChange({ ...mark, reason })}
        />
      )}
    </li>
  );
}
