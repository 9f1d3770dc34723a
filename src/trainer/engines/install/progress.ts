/** What the installer is doing. */
export type InstallPhase =
  'checking' | 'waiting' | 'packages' | 'download' | 'wheel' | 'unpack' | 'build' | 'verify';

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
}
