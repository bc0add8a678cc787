import type { InboxItem } from '#contracts/inbox';
import { useText } from '../../i18n/text.js';
import { Due } from '../../ui/due.js';
import { ownerWords, taskWords } from '../../ui/duty-words.js';
import { InboxAction } from './inbox-action.js';
import { TargetLink } from './target-link.js';

/** Verb first, why it exists, when it is due in school days, and one thing that can be done on the spot. */
export function InboxRow({ item }: { item: InboxItem }) {
  const text = useText();
  const task = taskWords(item, text);
  return (
    <li className={`inbox-row inbox-${item.bucket}`}>
      <div className="inbox-task">
        <TargetLink item={item}>{task}</TargetLink>
        <p className="quiet small">
          {text(`why.${item.kind}`)}{' '}
          {item.bucket === 'waiting' &&
            text('inbox.owed-by', { owner: ownerWords(item.owner, text) })}
        </p>
      </div>
      <Due on={item.dueOn} schoolDays={item.schoolDays} />
      <div className="inbox-act">
        <InboxAction item={item} task={task} />
      </div>
    </li>
  );
}
