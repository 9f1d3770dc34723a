import { formatPath, isWithin, setMember, type JsonPath } from '../path';
import type { Problem } from '../problem';
import { count } from '../../common/format';

/** Of longer lists the rest is checked when the beginning is right. */
const BEGINNING = 1000;

interface LongList {
  readonly path: JsonPath;
  readonly length: number;
}

/** A value of which every long list ends early. */
export interface Beginnings {
  readonly value: unknown;
  readonly longLists: readonly LongList[];
}

export function beginningsOf(value: unknown): Beginnings {
  const longLists: LongList[] = [];
  return { value: shortened(value, [], longLists), longLists };
}

function shortened(value: unknown, path: JsonPath, into: LongList[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (value.length > BEGINNING) into.push({ path, length: value.length });
    return value.slice(0, BEGINNING).map((entry, index) => shortened(entry, [...path, index], into));
  }
  const copy = {};
  for (const [name, member] of Object.entries(value))
    setMember(copy, name, shortened(member, [...path, name], into));
  return copy;
}

/** Says of each long list that has problems what was not looked at; empty when the rest must be looked at, too. */
export function uncheckedRests({ longLists }: Beginnings, problems: readonly Problem[]): Problem[] {
  return longLists
    .filter(({ path }) => problems.some((problem) => isWithin(problem.path, path)))
    .map(({ path, length }) => ({
      severity: 'error',
      path: [...path, BEGINNING],
      message: `The ${count(length - BEGINNING)} entries of ${formatPath(path)} from here on are not checked yet.`,
      mend: 'Correct those before them first.',
      pointAt: 'value',
    }));
}
