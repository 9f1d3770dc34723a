import { counted } from '../../common/format';
import type { Problem } from '../problem';

/** In one object or list, more problems than this help nobody: it is a slip of the pen, and they would take their time. */
export const MOST_PROBLEMS = 100;

/** The problems of the first ones; where there are more, the last of them says how many. */
export function problemsOfFirst<One>(
  all: readonly One[],
  problemsOf: (one: One) => readonly Problem[],
  placeOf: (one: One) => Pick<Problem, 'path' | 'severity'>,
): Problem[] {
  const problems = all.slice(0, MOST_PROBLEMS).flatMap(problemsOf);
  const next = all[MOST_PROBLEMS];
  if (next === undefined) return problems;
  return [
    ...problems,
    {
      ...placeOf(next),
      message: `From here on, ${counted(all.length - MOST_PROBLEMS, 'more problem')} of this kind ${all.length === MOST_PROBLEMS + 1 ? 'is' : 'are'} not listed.`,
      mend: 'Correct those before first.',
      pointAt: 'name',
    },
  ];
}
