/** The small JSON files of a run record. */

/** `process.json`: which process trains this run, and how to reach it. Rewritten by every process that resumes the run. */
export interface ProcessFile {
  readonly pid: number;
  /** The operating system's word for when the process started; tells a recycled pid from the real one. Null where it can't be had. */
  readonly startToken: string | null;
  readonly host: string;
  /** The path of the control socket or the name of the pipe. */
  readonly controlAddress: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** `environment.json`: what a result depends on besides the experiment. */
export interface Environment {
  readonly distillery: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly engine: EngineDescription;
  /** Of the experiment file's folder; absent outside a repository. */
  readonly git?: { readonly commit: string; readonly dirty: boolean };
}

export interface EngineDescription {
  readonly name: 'native' | 'wasm' | 'cpu';
  /** For people: "TensorFlow 2.21.0 through tfjs-node 4.22.0". */
  readonly title: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Threads that it computes with. */
  readonly threads: number;
}

/** How much of an experiment a run does: all, or only its teacher and soft targets. */
export type RunScope = 'full' | 'teacher';

/** `experiment.json`: what is run, frozen at the start. */
export interface ExperimentFile<Resolved> {
  /** The experiment file's absolute path when the run started. */
  readonly source: string;
  /** `--set` changes, as path=value. */
  readonly overrides: readonly string[];
  readonly scope: RunScope;
  /** Whether cached teachers and soft targets may be used. */
  readonly cache: 'use' | 'ignore';
  readonly experiment: Resolved;
}

/** `data.json`: what was loaded; exported models need it to prepare their inputs. */
export interface DataFile {
  /** Digest of the bytes read and of the settings that shape them. */
  readonly fingerprint: string;
  readonly inputShape: readonly number[];
  readonly classNames: readonly string[];
  readonly featureNames?: readonly string[];
  /** How inputs were scaled: see the data room. */
  readonly scaling: object;
  readonly classCounts: {
    readonly train: readonly number[];
    readonly validation: readonly number[];
    readonly test: readonly number[];
  };
}
