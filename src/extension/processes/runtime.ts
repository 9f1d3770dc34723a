import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { RuntimeProblem } from './types';

const OLDEST_NODE = [20, 19] as const;
const ANSWER_MILLISECONDS = 20_000;

/** What starts the trainer. */
export interface Runtime {
  readonly program: string;
  /** Added to the environment; undefined removes. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export type ChosenRuntime =
  | { readonly ok: true; readonly runtime: Runtime }
  | { readonly ok: false; readonly program: string; readonly problem: RuntimeProblem };

/**
 * The editor's own runtime, which needs nothing on the person's machine, or the Node that they have set, if it can do it.
 *
 * @param nodePath the setting, if there is one and the workspace is trusted
 */
export async function chooseRuntime(nodePath: string | undefined): Promise<ChosenRuntime> {
  if (nodePath === undefined) {
    return { ok: true, runtime: { program: process.execPath, environment: { ELECTRON_RUN_AS_NODE: '1' } } };
  }
  const problem = await problemOf(nodePath);
  return problem === undefined
    ? { ok: true, runtime: { program: nodePath, environment: { ELECTRON_RUN_AS_NODE: undefined } } }
    : { ok: false, program: nodePath, problem };
}

async function problemOf(program: string): Promise<RuntimeProblem | undefined> {
  try {
    await access(program, constants.F_OK);
  } catch {
    return { kind: 'missing' };
  }
  try {
    await access(program, constants.X_OK);
  } catch {
    return { kind: 'not-executable' };
  }
  return versionProblem(await answerOf(program));
}

/** Judges the answer to `--version`. */
export function versionProblem(answer: string): RuntimeProblem | undefined {
  const [, version = '', major, minor] = /^(v(\d+)\.(\d+)\.\S+)\s*$/.exec(answer) ?? [];
  if (version === '') return { kind: 'not-node', output: answer.trim().slice(0, 200) };
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isNewEnough =
    Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor);
  return isNewEnough ? undefined : { kind: 'too-old', version };
}

function answerOf(program: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      program,
      ['--version'],
      { timeout: ANSWER_MILLISECONDS, killSignal: 'SIGKILL', windowsHide: true },
      (error, stdout) => {
        resolve(error === null ? stdout : error.message);
      },
    );
  });
}
