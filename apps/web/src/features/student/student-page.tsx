import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useRouteContext, useSearch } from '@tanstack/react-router';
import type { TimeQuery } from '#contracts/page';
import type { StudentDetail } from '#contracts/students';
import { studentQuery } from '../../api/students.js';
import { useCan } from '../../app/use-can.js';
import { useText } from '../../i18n/text.js';
import { AsOfBar } from '../../ui/as-of-bar.js';
import { fullName } from '../../ui/names.js';
import { NextList } from '../../ui/next-list.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/query-state.js';
import { CycleSheet } from './cycle-sheet.js';
import { People } from './people.js';
import { Scores } from './scores.js';
import { Story } from './story.js';
import './student.css';

/** One student: how the plan goes, what happens next and when, who is who, and the whole story. */
export function StudentPage() {
  const { studentId } = useParams({ from: '/signed-in/students/$studentId' });
  const time = useSearch({ from: '/signed-in/students/$studentId' });
  const query = useQuery(studentQuery(studentId, time));
  return <Loaded query={query}>{(answer) => <Student student={answer.body} time={time} />}</Loaded>;
}

function Student({ student, time }: { student: StudentDetail; time: TimeQuery }) {
  const text = useText();
  const { me } = useRouteContext({ from: '/signed-in' });
  const can = useCan();
  const navigate = useNavigate({ from: '/students/$studentId' });
  const openFirst = [...student.cycles].sort((a, b) =>
    a.status === b.status ? (a.openedOn < b.openedOn ? 1 : -1) : a.status === 'open' ? -1 : 1,
  );
  return (
    <Page
      title={fullName(student.name)}
      intro={`${text('grade', { grade: student.grade })} · ${student.school.name}${student.enrolled ? '' : ` · ${text('students.left')}`}`}
    >
      <AsOfBar
        time={time}
        today={me.today}
        timeZone={me.district.timeZone}
        onChange={(next) => void navigate({ search: next })}
      />
      <div className="student">
        <div className="student-cycles">
          {openFirst.length === 0 && <p className="sheet quiet">{text('student.no-cycle')}</p>}
          {openFirst.map((cycle) => (
            <CycleSheet key={cycle.id} cycleId={cycle.id} time={time} />
          ))}
        </div>
        <div className="student-side">
          <section className="sheet" aria-labelledby="next">
            <h2 id="next">{text('student.next')}</h2>
            <NextList duties={student.next} timeZone={me.district.timeZone} />
          </section>
          <People student={student} />
          <Scores scores={student.scores} />
        </div>
        {can('read-history') && <Story studentId={student.id} time={time} />}
      </div>
    </Page>
  );
}
