import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InboxItem } from '#contracts/inbox';

/** Leads to where the work of an item is done. */
export function TargetLink(props: {
  item: InboxItem;
  className?: string;
  label?: string;
  children: ReactNode;
}) {
  const { item, children } = props;
  const { target } = item;
  const studentId = item.about.student?.id ?? (target.kind === 'student' ? target.id : null);
  const shared = { className: props.className, 'aria-label': props.label };
  if (target.kind === 'group' && target.slot)
    return (
      <Link
        to="/groups/$groupId/sessions/$slot"
        params={{ groupId: target.id, slot: target.slot }}
        {...shared}
      >
        {children}
      </Link>
    );
  if (target.kind === 'group')
    return (
      <Link to="/groups/$groupId" params={{ groupId: target.id }} {...shared}>
        {children}
      </Link>
    );
  if (target.kind === 'cycle' && target.reviewId)
    return (
      <Link
        to="/cycles/$cycleId/reviews/$reviewId"
        params={{ cycleId: target.id, reviewId: target.reviewId }}
        {...shared}
      >
        {children}
      </Link>
    );
  if (target.kind === 'cycle' && item.kind === 'confirm-placement')
    return (
      <Link to="/cycles/$cycleId/placement" params={{ cycleId: target.id }} {...shared}>
        {children}
      </Link>
    );
  if (target.kind === 'cycle' && item.kind === 'start-phase')
    return (
      <Link to="/cycles/$cycleId/start" params={{ cycleId: target.id }} {...shared}>
        {children}
      </Link>
    );
  if (studentId)
    return (
      <Link to="/students/$studentId" params={{ studentId }} {...shared}>
        {children}
      </Link>
    );
  return <span className={props.className}>{children}</span>;
}
