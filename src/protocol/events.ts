/**
 * The event log of a run, `events.jsonl`: one JSON object a line, only ever appended to.
 * Everything that a person sees of a run is computed from these events and the files they name.
 */

/** Raised when an older reader could no longer understand the log. */
export const EVENT_LOG_VERSION = 1;

/** A stage of a run. Student and baseline stages carry their seed. */
export type StageKey =
  'data' | 'teacher' | 'soft-targets' | `student-${number}` | `baseline-${number}` | 'report';

export type StageStatus = 'done' | 'reused' | 'stopped' | 'diverged' | 'failed';
export type RunStatus = 'done' | 'stopped' | 'failed';

interface Timed {
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface RunStarted extends Timed {
  readonly type: 'run-started';
  readonly version: typeof EVENT_LOG_VERSION;
  readonly run: string;
  readonly name: string;
  /** All stages in the order they will run. */
  readonly stages: readonly StageKey[];
}

/** Another process continues the run. What the log holds of a training stage past the step it resumes at no longer counts. */
export interface RunResumed extends Timed {
  readonly type: 'run-resumed';
}

export interface StageStarted extends Timed {
  readonly type: 'stage-started';
  readonly stage: StageKey;
  /** Training stages: optimizer steps in all, if it is not stopped early. */
  readonly totalSteps?: number;
  readonly totalEpochs?: number;
  /** Training stages that continue from a checkpoint: steps already done. Later `steps` and `epoch` events of an earlier attempt are void. */
  readonly resumedAtStep?: number;
}

/** How far a stage without optimizer steps has come. */
export interface StageProgress extends Timed {
  readonly type: 'stage-progress';
  readonly stage: StageKey;
  readonly done: number;
  readonly total: number;
  /** What is counted, in the plural. */
  readonly unit: string;
}

export interface StageEnded extends Timed {
  readonly type: 'stage-ended';
  readonly stage: StageKey;
  readonly status: StageStatus;
  readonly seconds: number;
  /** One sentence for people: what came out, or why it ended. */
  readonly summary: string;
  /** Of the network that the stage hands on. */
  readonly accuracy?: NetworkAccuracy;
}

/** How often a network is right on the validation split; on the test split where there is no other. */
export interface NetworkAccuracy {
  readonly split: 'validation' | 'test';
  /** From 0 to 1. */
  readonly value: number;
}

/** Losses of consecutive optimizer steps; none is ever left out. Non-finite numbers are null. */
export interface Steps extends Timed {
  readonly type: 'steps';
  readonly stage: StageKey;
  /** The first step's number, from 1. */
  readonly first: number;
  readonly total: readonly (number | null)[];
  /** Cross-entropy with the labels (smoothed where the method says so), in nats, before weighting. */
  readonly hard: readonly (number | null)[];
  /** KL(teacher ‖ student) at the method's temperature, in nats, before α·T². Absent without a teacher. */
  readonly soft?: readonly (number | null)[];
  readonly learningRate: readonly number[];
  readonly examplesPerSecond: number;
}

export interface SplitMetrics {
  /** Cross-entropy with the labels, in nats. */
  readonly loss: number;
  /** From 0 to 1. */
  readonly accuracy: number;
}

export interface EpochEnded extends Timed {
  readonly type: 'epoch';
  readonly stage: StageKey;
  /** From 1. */
  readonly epoch: number;
  /** Optimizer steps done by the end of this epoch. */
  readonly step: number;
  /** On a fixed sample of the training split, in inference mode. */
  readonly train: SplitMetrics;
  readonly validation?: SplitMetrics;
  /** Whether these are the best weights so far, by the validation split. */
  readonly best: boolean;
  readonly seconds: number;
}

/** The fixed examples whose soft targets are followed through training. */
export interface Probes extends Timed {
  readonly type: 'probes';
  readonly inputShape: readonly number[];
  readonly classNames: readonly string[];
  readonly examples: readonly ProbeExample[];
}

export interface ProbeExample {
  /** Index in the training split. */
  readonly index: number;
  readonly label: number;
  /** The input in its original units (pixels 0 to 255, say), not scaled. */
  readonly input: readonly number[];
  readonly teacherLogits?: readonly number[];
}

/** The student's answers to the probes, and what it confuses with what, after an epoch (0: before the first step). */
export interface SoftTargets extends Timed {
  readonly type: 'soft-targets';
  readonly stage: StageKey;
  readonly epoch: number;
  readonly step: number;
  /** In the order of the probes. */
  readonly logits: readonly (readonly (number | null)[])[];
  /** On the validation split (else the sample of the training split); absent above 100 classes. */
  readonly classMeans?: ClassMeans;
}

/** The mean softened distribution over the examples of each class. */
export interface ClassMeans {
  readonly temperature: number;
  /** Row: true class; column: mean probability of that class. Classes without examples have a row of null. */
  readonly rows: readonly (readonly number[] | null)[];
}

export interface TeacherSoftTargets extends Timed {
  readonly type: 'teacher-soft-targets';
  readonly classMeans: ClassMeans;
  /** Mean entropy of the softened distributions, in nats; ln(classes) is uniform, 0 is one-hot. */
  readonly meanEntropy: number;
}

export type WarningCode =
  | 'teacher-no-better'
  | 'student-not-smaller'
  | 'targets-uniform'
  | 'targets-one-hot'
  | 'capacity-gap'
  | 'diverged'
  | 'few-seeds'
  | 'softmax-removed'
  | 'engine'
  | 'data'
  | 'cache';

export interface Warning extends Timed {
  readonly type: 'warning';
  readonly code: WarningCode;
  readonly stage?: StageKey;
  readonly message: string;
  /** What to try. */
  readonly mend?: string;
}

export interface CheckpointWritten extends Timed {
  readonly type: 'checkpoint';
  readonly stage: StageKey;
  readonly step: number;
  readonly epoch: number;
  /** Relative to the run's folder, with forward slashes. */
  readonly file: string;
}

export interface Heartbeat extends Timed {
  readonly type: 'heartbeat';
}

export interface Paused extends Timed {
  readonly type: 'paused';
}

export interface Continued extends Timed {
  readonly type: 'continued';
}

export interface RunEnded extends Timed {
  readonly type: 'run-ended';
  readonly status: RunStatus;
  /** One sentence: the verdict, or why it failed. */
  readonly summary: string;
}

export type RunEvent =
  | RunStarted
  | RunResumed
  | StageStarted
  | StageProgress
  | StageEnded
  | Steps
  | EpochEnded
  | Probes
  | SoftTargets
  | TeacherSoftTargets
  | Warning
  | CheckpointWritten
  | Heartbeat
  | Paused
  | Continued
  | RunEnded;

type WithoutTime<Event> = Event extends RunEvent ? Omit<Event, 'time'> : never;
/** An event before the writer has stamped it. */
export type NewRunEvent = WithoutTime<RunEvent>;
