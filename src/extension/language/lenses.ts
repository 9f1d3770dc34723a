import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { counted, percent, points } from '../../common/format';

/** What a lens does; the editor's side knows the command and its arguments. */
export type LensAction =
  | 'run'
  | 'train-teacher'
  | 'run-baseline'
  | 'preview'
  | 'preview-at'
  | 'open-last'
  | 'open-live'
  | 'stop'
  | 'none';

export interface Lens {
  /** In UTF-16 code units from the beginning of the text. */
  readonly offset: number;
  readonly title: string;
  readonly action: LensAction;
  /** Of `preview-at`. */
  readonly temperature?: number;
}

/** What is known of an experiment besides its text. */
export interface LensFacts {
  /** The newest run that has ended. */
  readonly last?: {
    readonly status: string;
    readonly studentAccuracy?: number;
    readonly difference?: number;
    /** Milliseconds since it ended. */
    readonly age?: number;
  };
  /** How far the run is that is under way. */
  readonly live?: string;
  /** Accuracy on the test set of the teacher with the settings that the text has now. */
  readonly teacher: { readonly accuracy: number } | 'not-trained' | 'unknown';
  /** Networks that a run trains, without the teacher; absent while the experiment is invalid. */
  readonly planned?: { readonly students: number; readonly baselines: number };
}

/** The lenses of an experiment file, in whatever state its text is. */
export function lensesOf(text: string, facts: LensFacts): Lens[] {
  const root = parseTree(text, undefined, { allowTrailingComma: true });
  const start = root?.offset ?? 0;
  const at = (...path: string[]): Node | undefined => root && findNodeAtLocation(root, path)?.parent;
  const teacher = at('teacher');
  const temperature = at('distillation', 'temperature');
  const seeds = at('seeds');
  return [
    ...fileLenses(start, facts),
    ...(teacher ? [{ offset: teacher.offset, ...teacherLens(facts.teacher) }] : []),
    ...(temperature ? [temperatureLens(temperature)] : []),
    ...(seeds && facts.planned ? [seedsLens(seeds.offset, facts.planned)] : []),
  ];
}

function fileLenses(offset: number, { last, live }: LensFacts): Lens[] {
  const running: Lens[] =
    live === undefined
      ? []
      : [
          { offset, title: `$(sync~spin) ${live}`, action: 'open-live' },
          { offset, title: '$(debug-stop) Stop', action: 'stop' },
        ];
  return [
    ...running,
    { offset, title: '$(play) Run', action: 'run' },
    { offset, title: 'Train teacher', action: 'train-teacher' },
    { offset, title: 'Baseline', action: 'run-baseline' },
    { offset, title: 'Preview soft targets', action: 'preview' },
    ...(last ? [{ offset, title: lastTitle(last), action: 'open-last' } as const] : []),
  ];
}

function lastTitle({ status, studentAccuracy, difference, age }: NonNullable<LensFacts['last']>): string {
  const result =
    studentAccuracy === undefined
      ? status
      : `${percent(studentAccuracy)}${difference === undefined ? '' : ` (${points(difference)})`}`;
  return `Last: ${result}${age === undefined ? '' : `, ${ago(age)}`}`;
}

/** "just now", "5 min ago", "3 h ago", "2 days ago". */
export function ago(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  return `${counted(Math.floor(hours / 24), 'day')} ago`;
}

function teacherLens(teacher: LensFacts['teacher']): Omit<Lens, 'offset'> {
  if (teacher === 'unknown') return { title: 'Train teacher', action: 'train-teacher' };
  return teacher === 'not-trained'
    ? { title: 'Not trained with these settings yet: train', action: 'train-teacher' }
    : { title: `Trained: ${percent(teacher.accuracy)} of the test set`, action: 'none' };
}

function temperatureLens({ offset, children = [] }: Node): Lens {
  const value: unknown = children[1]?.value;
  return typeof value === 'number' && value > 0
    ? { offset, title: `Preview at T = ${value}`, action: 'preview-at', temperature: value }
    : { offset, title: 'Preview soft targets', action: 'preview' };
}

function seedsLens(offset: number, { students, baselines }: NonNullable<LensFacts['planned']>): Lens {
  const parts = [counted(students, 'student'), ...(baselines > 0 ? [counted(baselines, 'baseline')] : [])];
  return { offset, title: `A run trains ${parts.join(' and ')}`, action: 'none' };
}
