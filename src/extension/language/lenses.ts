import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { parseTolerantly } from '../../experiment';
import type { RunState } from '../../runs';

/** What a lens says and does. */
export type LensSubject =
  | { readonly kind: 'run' | 'train-teacher' | 'run-baseline' | 'stop' | 'cancel' | 'starting' }
  /** In place of all that starts or stops a run. */
  | { readonly kind: 'restricted' }
  /** At the temperature, if there is one. */
  | { readonly kind: 'preview'; readonly temperature?: number }
  | { readonly kind: 'live'; readonly progress: string }
  | { readonly kind: 'last'; readonly result: LastResult }
  | { readonly kind: 'teacher'; readonly accuracy: number | 'not-trained' }
  | { readonly kind: 'planned'; readonly students: number; readonly baselines: number };

/** Something said above a line of an experiment file. */
export type Lens = LensSubject & {
  /** In UTF-16 code units from the beginning of the text. */
  readonly offset: number;
};

/** How the newest run that has ended came out. */
export interface LastResult {
  readonly status: RunState;
  readonly accuracy?: number;
  /** Student minus baseline. */
  readonly difference?: number;
  /** Milliseconds since it ended. */
  readonly age?: number;
}

/** What is known of an experiment besides its text. */
export interface LensFacts {
  /** Absent where the workspace is trusted. */
  readonly trust?: 'missing';
  readonly last?: LastResult;
  /** How far the run is that is under way. */
  readonly live?: string;
  /** A run that this window has not begun to train yet. */
  readonly waiting?: 'queued' | 'starting';
  /** Accuracy on the test set of a teacher that an earlier run trained with the settings that the text has now. */
  readonly teacher?: number | 'not-trained';
  /** Networks that a run trains, without the teacher; absent while the experiment is invalid. */
  readonly planned?: { readonly students: number; readonly baselines: number };
}

/** The lenses of an experiment file, in whatever state its text is. */
export function lensesOf(text: string, facts: LensFacts): Lens[] {
  const root = parseTolerantly(text);
  const property = (...path: string[]): Node | undefined => root && findNodeAtLocation(root, path)?.parent;
  const above = (node: Node | undefined, subject: LensSubject | undefined): Lens[] =>
    node === undefined || subject === undefined ? [] : [{ offset: node.offset, ...subject }];
  const temperature = property('distillation', 'temperature');
  return [
    ...fileSubjects(facts).map((subject): Lens => ({ offset: root?.offset ?? 0, ...subject })),
    ...above(property('teacher'), teacherSubject(facts)),
    ...above(temperature, temperature && previewAt(temperature)),
    ...above(property('seeds'), facts.planned && { kind: 'planned', ...facts.planned }),
  ];
}

function fileSubjects(facts: LensFacts): LensSubject[] {
  const { last, live, trust } = facts;
  return [
    ...(live === undefined ? [] : [{ kind: 'live', progress: live } as const]),
    ...(trust === 'missing' ? [{ kind: 'restricted' } as const] : runSubjects(facts)),
    { kind: 'preview' },
    ...(last === undefined ? [] : [{ kind: 'last', result: last } as const]),
  ];
}

function runSubjects({ live, waiting }: LensFacts): LensSubject[] {
  return [
    ...(live === undefined ? [] : [{ kind: 'stop' } as const]),
    ...(waiting === undefined ? [] : [{ kind: waiting === 'queued' ? 'cancel' : 'starting' } as const]),
    { kind: 'run' },
    { kind: 'train-teacher' },
    { kind: 'run-baseline' },
  ];
}

function teacherSubject({ teacher }: LensFacts): LensSubject | undefined {
  return teacher === undefined ? undefined : { kind: 'teacher', accuracy: teacher };
}

function previewAt({ children = [] }: Node): LensSubject {
  const value: unknown = children[1]?.value;
  return typeof value === 'number' && value > 0
    ? { kind: 'preview', temperature: value }
    : { kind: 'preview' };
}
