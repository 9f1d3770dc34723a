import { RunTail, type RunFolder } from '../../../runs';
import { emptyRun, follow, type RunView } from './view';

/** The run as its log tells it so far. */
export function pastOf(folder: RunFolder): RunView {
  return new RunTail(folder).poll().reduce(follow, emptyRun);
}
