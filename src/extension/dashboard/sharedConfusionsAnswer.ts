import { setImmediate } from 'node:timers/promises';
import { type SharedConfusions, sharedConfusions } from '../../common/sharedConfusions';
import type { SharedConfusionsAnswer } from '../../protocol/dashboard';
import type { RunRecord } from '../../runs';
import { classMeansAnswer } from './classMeansAnswer';
import type { TestLogits } from './testLogits';

/** What students and baselines of all seeds share with the teacher; between them the window gets its turn. */
export async function sharedConfusionsAnswer(
  logits: TestLogits,
  record: RunRecord,
  temperature: number,
): Promise<SharedConfusionsAnswer | null> {
  const teacher = classMeansAnswer(logits, record, { stage: 'teacher', temperature });
  if (!teacher) return null;
  const sharedBy = async (role: 'student' | 'baseline'): Promise<SharedConfusions[]> => {
    const found: SharedConfusions[] = [];
    for (const { stage } of record.stages) {
      if (!stage.startsWith(`${role}-`)) continue;
      await setImmediate();
      const answer = classMeansAnswer(logits, record, { stage, temperature });
      if (answer?.basis === teacher.basis) {
        found.push(sharedConfusions(teacher.means, answer.means, teacher.classes));
      }
    }
    return found;
  };
  return {
    classNames: teacher.classNames,
    students: await sharedBy('student'),
    baselines: await sharedBy('baseline'),
  };
}
