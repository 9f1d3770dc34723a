import type { ProcessFamily } from './processes';

/** One run of a suite within VS Code. */
export interface TestSession {
  /** The folder of the extension under development. */
  readonly extension: string;
  /** A JavaScript file that exports `run(): Promise<void>`, which rejects if a test failed. */
  readonly entry: string;
  /** The folder that VS Code opens. */
  readonly workspace: string;
  /** An empty folder for settings, state and logs. */
  readonly scratch: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly family: ProcessFamily;
  readonly timeout: number;
}

/** A VS Code that runs tests inside itself. */
export interface TestHost {
  /** Which one, of which version. */
  readonly title: string;
  /** Runs the suite; resolves also when tests failed, and rejects when it was not run to its end. */
  run(session: TestSession): Promise<void>;
}
