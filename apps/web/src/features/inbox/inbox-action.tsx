import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { InboxItem } from '#contracts/inbox';
import { sessionQuery } from '../../api/sessions.js';
import { useText } from '../../i18n/text.js';
import { asPlanned } from '../session/attendance.js';
import { useSendSession } from '../session/use-send-session.js';
import { TargetLink } from './target-link.js';

const linked: Partial<
  Record<InboxItem['kind'], 'act.start' | 'act.review' | 'act.decide' | 'act.log' | 'act.open'>
> = {
  'hold-review': 'act.review',
  'start-phase': 'act.start',
  'confirm-placement': 'act.decide',
  'log-session': 'act.log',
};

/** One inline action a row. Logging as planned is done here; what needs judgement leads to its page. */
export function InboxAction({ item, task }: { item: InboxItem; task: string }) {
  const text = useText();
  if (item.bucket === 'waiting') return null;
  if (item.action?.kind === 'log-as-planned' && item.target.slot)
    return <LogAsPlanned groupId={item.target.id} slot={item.target.slot} task={task} />;
  const label = text(linked[item.kind] ?? 'act.open');
  return (
    <TargetLink item={item} className="button-link" label={`${label}: ${task}`}>
      {label}
    </TargetLink>
  );
}

function LogAsPlanned({ groupId, slot, task }: { groupId: string; slot: string; task: string }) {
  const text = useText();
  const queries = useQueryClient();
  const { send, sending } = useSendSession(groupId, slot);
  const logNow = async () => {
    const session = await queries.ensureQueryData(sessionQuery(groupId, slot));
    await send({ kind: 'log', body: asPlanned(session) }, session);
  };
  const label = text('act.log-as-planned');
  return (
    <Button
      variant="default"
      loading={sending}
      aria-label={`${label}: ${task}`}
      onClick={() => void logNow()}
    >
      {label}
    </Button>
  );
}
