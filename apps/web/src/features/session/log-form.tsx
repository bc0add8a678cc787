import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LogSessionRequest, SessionShown } from '#contracts/sessions';
import type { NotHeldReason } from '#domain/group/events';
import { useText } from '../../i18n/text.js';
import { ChoiceRow } from '../../ui/choice-row.js';
import { Stepper } from '../../ui/stepper.js';
import { ProblemNote } from '../../ui/problem-note.js';
import type { Mark } from './attendance.js';
import { asPlanned, isAsPlanned, withLength } from './attendance.js';
import { MemberRow } from './member-row.js';
import { useSendSession } from './use-send-session.js';

// Listed here and not imported as a value: the contract's module would bring all of zod to the session screen.
const notHeldReasons = [
  'assembly',
  'testing',
  'staff-absent',
  'no-space',
  'closure',
  'other',
] as const satisfies readonly NotHeldReason[];

/** As planned is one button; whatever differed is said per student. Fidelity has no answer until somebody gives one. */
export function LogForm({ session, onKept }: { session: SessionShown; onKept: () => void }) {
  const text = useText();
  const [log, setLog] = useState<LogSessionRequest>(() => asPlanned(session));
  const [notHeld, setNotHeld] = useState(false);
  const { send, sending, error } = useSendSession(session.group.id, session.slot);

  const report = async (what: Parameters<typeof send>[0]) => {
    if ((await send(what, session)) === 'kept') onKept();
  };
  const setMark = (mark: Mark) =>
    setLog({ ...log, students: log.students.map((s) => (s.cycleId === mark.cycleId ? mark : s)) });

  return (
    <>
      {session.status === 'unlogged' && <p className="quiet">{text('session.unlogged')}</p>}
      <ProblemNote error={error} />
      <div className="session-send">
        <Button size="lg" loading={sending} onClick={() => void report({ kind: 'log', body: log })}>
          {text(isAsPlanned(log, session) ? 'act.log-as-planned' : 'session.log')}
        </Button>
        <Button
          size="lg"
          variant="default"
          aria-expanded={notHeld}
          onClick={() => setNotHeld(!notHeld)}
        >
          {text('session.not-held')}
        </Button>
      </div>
      {notHeld && (
        <section className="sheet" aria-labelledby="why-not-held">
          <h2 id="why-not-held">{text('session.why-not-held')}</h2>
          <div className="session-reasons">
            {notHeldReasons.map((reason) => (
              <Button
                key={reason}
                size="md"
                variant="default"
                loading={sending}
                onClick={() => void report({ kind: 'not-held', body: { reason } })}
              >
                {text(`not-held.${reason}`)}
              </Button>
            ))}
          </div>
        </section>
      )}
      <section className="sheet" aria-labelledby="who-was-here">
        <div className="row between session-length">
          <h2 id="who-was-here">{text('session.who')}</h2>
          <Stepper
            label={text('session.length')}
            value={log.minutes}
            step={5}
            min={5}
            max={240}
            onChange={(minutes) => setLog(withLength(log, minutes))}
          />
        </div>
        <ul className="plain session-members">
          {session.members.map((member) => {
            const mark = log.students.find((s) => s.cycleId === member.cycleId);
            return (
              mark && (
                <MemberRow
                  key={member.cycleId}
                  member={member}
                  mark={mark}
                  sessionMinutes={log.minutes}
                  onChange={setMark}
                />
              )
            );
          })}
        </ul>
      </section>
      <section className="sheet" aria-labelledby="fidelity">
        <h2 id="fidelity">{text('session.steps')}</h2>
        <p className="quiet small">{text('session.steps-hint')}</p>
        <ChoiceRow
          label={text('session.steps')}
          name="steps"
          value={log.steps}
          options={(['all', 'some', 'not-this-lesson'] as const).map((value) => ({
            value,
            label: text(`steps.${value}`),
          }))}
          onChange={(steps) => setLog({ ...log, steps })}
        />
      </section>
      {!isAsPlanned(log, session) && (
        <Button
          size="lg"
          fullWidth
          loading={sending}
          onClick={() => void report({ kind: 'log', body: log })}
        >
          {text('session.log')}
        </Button>
      )}
    </>
  );
}
