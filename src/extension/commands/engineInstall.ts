/** What `engines install --json` says, one JSON document a line. */
export type InstallLine =
  | {
      readonly kind: 'progress';
      readonly message: string;
      /** Of the whole, from 0 to 1. */ readonly done: number;
    }
  | { readonly kind: 'installed'; readonly state: 'installed' | 'present'; readonly tensorflow: string }
  | { readonly kind: 'failed'; readonly message: string };

type Fields = Readonly<Record<string, unknown>>;

/** Reads one line; undefined for what is none of those. */
export function parseInstallLine(line: string): InstallLine | undefined {
  const { progress, error, state, tensorflow } = fieldsOf(line);
  if (isFields(progress) && typeof progress['message'] === 'string') {
    const done = progress['wholeFraction'];
    return { kind: 'progress', message: progress['message'], done: typeof done === 'number' ? done : 0 };
  }
  if (isFields(error) && typeof error['message'] === 'string') {
    return { kind: 'failed', message: error['message'] };
  }
  if ((state === 'installed' || state === 'present') && typeof tensorflow === 'string') {
    return { kind: 'installed', state, tensorflow };
  }
  return undefined;
}

export interface PercentStep {
  readonly percent: number;
  /** Since the step before. */
  readonly increment: number;
}

/** Turns how much of a whole is done into steps of a progress bar, in whole percent; a bar never goes back. */
export function percentSteps(): (done: number) => PercentStep {
  let furthest = 0;
  return (done) => {
    const percent = Math.max(furthest, Math.floor(Math.min(1, done) * 100));
    const increment = percent - furthest;
    furthest = percent;
    return { percent, increment };
  };
}

function fieldsOf(line: string): Fields {
  try {
    const parsed: unknown = JSON.parse(line);
    return isFields(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
