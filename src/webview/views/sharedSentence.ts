import { t } from '../base/text';
import type { SharedConfusions } from '../../common/sharedConfusions';

const MOST_NAMED = 3;

/** How far a student confuses as its teacher does, in one sentence; nothing when nothing can be compared. */
export function sharedSentence(
  { classes, shared }: SharedConfusions,
  names: { readonly network: string; readonly className: (index: number) => string },
): string {
  if (classes === 0) return '';
  if (shared.length === 0)
    return t('{0} leans to another wrong answer than the teacher in every class.', names.network);
  const pairs = shared
    .slice(0, MOST_NAMED)
    .map(({ label, answer }) => `${names.className(label)} → ${names.className(answer)}`);
  return t(
    '{0} leans to the same wrong answer as the teacher in {1} of {2} classes. Strongest of these, as class → answer: {3}.',
    names.network,
    shared.length,
    classes,
    pairs.join(', '),
  );
}
