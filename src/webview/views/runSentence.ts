import type { RunHead } from '../../protocol/dashboard';
import { shownName } from '../base/names';
import { t } from '../base/text';

const LONGEST_SENTENCE = 1000;

/** The verdict, or why it ended, else how the run stands and what to do. */
export function sentenceOf(head: RunHead): string {
  if (head.summary !== undefined) return shownName(head.summary, LONGEST_SENTENCE);
  switch (head.status) {
    case 'running':
      return t('Training. The verdict comes when student and baseline are measured on the test set.');
    case 'paused':
      return t('Paused. Continue goes on with the next step.');
    case 'crashed':
      return t('Its process is gone. Resume goes on from the last checkpoint; the log may say why it ended.');
    case 'missing':
      return t('There is no record in this folder any more. Close this panel, or put the folder back.');
    case 'failed':
      return t('It failed. The log says why.');
    case 'stopped':
      return t('Stopped. Resume goes on from the last checkpoint.');
    case 'done':
      return t('Done.');
  }
}
