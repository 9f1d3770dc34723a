import type { CommandOptions } from '../command';
import type { Npm } from './npm';

/** What the installer is doing. */
export type InstallPhase =
  'checking' | 'waiting' | 'npm' | 'packages' | 'download' | 'wheel' | 'unpack' | 'build' | 'verify';

export interface InstallProgress {
  readonly phase: InstallPhase;
  /** For people, without a full stop. */
  readonly message: string;
  /** How much of the phase is done, from 0 to 1, where that is known. */
  readonly fraction?: number;
}

/** What every step of an installation is given. */
export interface InstallContext {
  /** The folder that becomes the engine's when all is done. */
  readonly folder: string;
  readonly report: (progress: InstallProgress) => void;
  readonly signal: AbortSignal;
  /** `runCommand`, stopped when the installation is, in whatever way that ends. */
  readonly run: (
    program: string,
    arguments_: readonly string[],
    options: Omit<CommandOptions, 'onStart'>,
  ) => Promise<string>;
}

export interface EquippedContext extends InstallContext {
  readonly npm: Npm;
}

/** The part of the whole installation that each phase takes, by the time that it usually needs. */
const spans: Readonly<Record<InstallPhase, readonly [from: number, to: number]>> = {
  checking: [0, 0.02],
  waiting: [0.02, 0.02],
  npm: [0.02, 0.08],
  packages: [0.08, 0.25],
  download: [0.25, 0.9],
  wheel: [0.25, 0.55],
  unpack: [0.55, 0.7],
  build: [0.7, 0.9],
  verify: [0.9, 1],
};

/** How much of the whole installation is done, from 0 to 1; where it has to try another way, that falls back. */
export function wholeFraction({ phase, fraction = 0 }: InstallProgress): number {
  const [from, to] = spans[phase];
  return from + (to - from) * fraction;
}
