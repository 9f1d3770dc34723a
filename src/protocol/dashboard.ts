/**
 * What the dashboard's page and the extension say to each other. The page first says `ready`; then it is told what it shows
 * (`open`), and from then on only what has changed (`update`). Series are never pushed: the page asks for what it draws, at
 * the width that it draws it. A page that was hidden begins anew with `ready`, so nothing is kept for it meanwhile.
 */
import type { SharedConfusions } from '../common/sharedConfusions';
import type {
  EpochEnded,
  NetworkAccuracy,
  ProbeExample,
  RunStatus,
  StageKey,
  StageStatus,
  Warning,
} from './events';
import type { Report } from './report';

/** What a panel shows. It is also the panel's saved state, so it survives reloads. Paths are absolute. */
export type PanelSubject =
  | { readonly kind: 'run'; readonly folder: string }
  | { readonly kind: 'compare'; readonly folders: readonly string[] }
  | { readonly kind: 'preview'; readonly temperature?: number; readonly experiment?: string };

/** `crashed`: it has not ended, and no process works on it any more. `missing`: there is no such record. */
export type DashboardRunStatus = 'running' | 'paused' | 'crashed' | 'missing' | RunStatus;

/** `not-reached`: the run was over before the stage began. */
export type DashboardStageStatus = 'waiting' | 'not-reached' | 'running' | 'interrupted' | StageStatus;

/** A setting of the experiment, for people and for comparing. */
export interface RunSetting {
  readonly name: string;
  readonly value: string;
}

/** What is told of a run as a whole; sent again when any of it has changed. */
export interface RunHead {
  readonly folder: string;
  readonly id: string;
  /** What people called the run, else the experiment's name. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly starred: boolean;
  readonly status: DashboardRunStatus;
  /** The verdict, or why it ended. */
  readonly summary?: string;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly lastEventAt?: number;
  readonly method?: string;
  readonly temperature?: number;
  readonly alpha?: number;
  /** Examples in one optimizer step. */
  readonly batchSize?: number;
  /** What computes, in words: "TensorFlow 2.21.0 through tfjs-node". */
  readonly engine?: string;
  readonly settings: readonly RunSetting[];
  readonly resumable: boolean;
  readonly hasStudent: boolean;
  /** Lines of the record that cannot be read. */
  readonly damagedLines: number;
  /** Whether workspace trust allows running anything. */
  readonly trusted: boolean;
  readonly hasProbes: boolean;
  /** Whether logits of the test set are there, so that the map can be drawn at any temperature. */
  readonly hasLogits: boolean;
  readonly hasTeacherMeans: boolean;
}

/** A stage without its epochs; sent again when any of it has changed. */
export interface StageHead {
  readonly stage: StageKey;
  readonly status: DashboardStageStatus;
  readonly startedAt?: number;
  /** Optimizer steps on record. */
  readonly step: number;
  readonly totalSteps?: number;
  readonly totalEpochs?: number;
  readonly latest?: {
    readonly total: number;
    readonly hard: number;
    readonly soft?: number;
    readonly learningRate: number;
  };
  readonly examplesPerSecond?: number;
  /** Of a stage without optimizer steps. */
  readonly progress?: { readonly done: number; readonly total: number; readonly unit: string };
  readonly seconds?: number;
  readonly summary?: string;
  /** Of the network that the stage handed on; not of runs before this was recorded. */
  readonly accuracy?: NetworkAccuracy;
}

/** One increment. Lists are spliced: what lies at and beyond `from` is void, then the new entries follow. */
export type Increment =
  | { readonly kind: 'run'; readonly run: RunHead }
  | { readonly kind: 'stage'; readonly stage: StageHead }
  | {
      readonly kind: 'epochs';
      readonly stage: StageKey;
      readonly from: number;
      readonly epochs: readonly EpochEnded[];
    }
  /** After which epochs the answers to the probes are on record. */
  | {
      readonly kind: 'snapshots';
      readonly stage: StageKey;
      readonly from: number;
      readonly epochs: readonly number[];
    }
  | { readonly kind: 'warnings'; readonly from: number; readonly warnings: readonly Warning[] }
  | { readonly kind: 'log'; readonly from: number; readonly lines: readonly string[] }
  | { readonly kind: 'report'; readonly report: Report };

/** What is new of one run. */
export interface RunUpdate {
  readonly folder: string;
  readonly increments: readonly Increment[];
}

export const SERIES_NAMES = ['total', 'hard', 'soft', 'learningRate'] as const;
export type SeriesName = (typeof SERIES_NAMES)[number];

/** Which piece of a series is drawn, and how finely. */
export interface SeriesQuery {
  readonly stage: StageKey;
  readonly series: SeriesName;
  /** The first and last step, from 1, inclusive. */
  readonly from: number;
  readonly to: number;
  /** At most so many buckets. */
  readonly width: number;
  /** Weight of the past in the debiased moving average, from 0 (none) to below 1. */
  readonly smoothing: number;
}

/**
 * A piece of a series in buckets of equally many steps: bucket i covers the steps `first` + i·`size` to
 * `first` + (i + 1)·`size` − 1. Its extremes are exact. NaN where a bucket holds no finite number.
 */
export interface SeriesBuckets {
  readonly first: number;
  readonly size: number;
  /** The last step on record within what was asked for. */
  readonly last: number;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  /** The moving average at the bucket's last step; empty without smoothing. */
  readonly smoothed: Float64Array;
}

export interface ProbeSet {
  readonly inputShape: readonly number[];
  readonly classNames: readonly string[];
  readonly featureNames?: readonly string[];
  readonly examples: readonly ProbeExample[];
}

/** Whose soft targets the map shows. */
export interface ClassMeansQuery {
  readonly stage: StageKey;
  readonly temperature: number;
}

export interface ClassMeansAnswer {
  /** `test`: at the temperature asked for. `recorded`: as recorded during training, at the run's own temperature. */
  readonly basis: 'test' | 'recorded';
  readonly temperature: number;
  readonly classes: number;
  readonly classNames: readonly string[];
  /** classes × classes, row: true class; NaN for a class without examples. Single precision: it crosses with every step. */
  readonly means: Float32Array;
}

/** Which wrong answers networks share with their teacher at a temperature; one entry for each seed. */
export interface SharedConfusionsAnswer {
  readonly classNames: readonly string[];
  readonly students: readonly SharedConfusions[];
  readonly baselines: readonly SharedConfusions[];
}

/** The logits of a teacher that a run trained, or took from the cache, on real examples. */
export interface PreviewTeacher {
  readonly title: string;
  /** Whether it was trained as the experiment file says now. */
  readonly settings: 'as-now' | 'other';
  readonly inputShape: readonly number[];
  readonly classNames: readonly string[];
  readonly examples: readonly PreviewExample[];
}

export interface PreviewExample extends Pick<ProbeExample, 'label' | 'input'> {
  readonly logits: readonly number[];
}

/** A request that is said all with its name. */
export type NoParameters = object;

/** Which of the panel's runs is meant; the first when it is not said. */
export interface OfRun {
  readonly folder?: string;
}

/** What the page may ask for, and what it gets. */
export interface Requests {
  series: { ask: { readonly queries: readonly SeriesQuery[] }; answer: readonly (SeriesBuckets | null)[] };
  probes: { ask: OfRun; answer: ProbeSet | null };
  /** examples × classes of logits; NaN where they were not finite. */
  snapshot: {
    ask: OfRun & { readonly stage: StageKey; readonly epoch: number };
    answer: { readonly epoch: number; readonly logits: Float32Array } | null;
  };
  classMeans: { ask: ClassMeansQuery; answer: ClassMeansAnswer | null };
  sharedConfusions: { ask: { readonly temperature: number }; answer: SharedConfusionsAnswer | null };
  /** Asks where to save, and writes all points of a run. Answers whether something was written. */
  saveCsv: { ask: NoParameters; answer: boolean };
  savePicture: { ask: { readonly picture: string; readonly png: Uint8Array }; answer: boolean };
  previewTeacher: { ask: NoParameters; answer: PreviewTeacher | null };
}

export type RequestName = keyof Requests;
export type Ask<Name extends RequestName> = Requests[Name]['ask'];
export type Answer<Name extends RequestName> = Requests[Name]['answer'];

/** Any request with its parameters. */
export type PageRequest = { [Name in RequestName]: { readonly name: Name } & Ask<Name> }[RequestName];

/** What the page's buttons do: the extension's command of the same name, for the run shown. */
export const DASHBOARD_ACTIONS = [
  'pause',
  'continue',
  'stop',
  'resume',
  'rerun',
  'showLog',
  'exportStudent',
  'copySummary',
  'revealRunFolder',
  'openExperiment',
  'starRun',
  'unstarRun',
] as const;
export type DashboardAction = (typeof DASHBOARD_ACTIONS)[number];

export type PageMessage =
  | { readonly type: 'ready' }
  /** `id` grows by one with every request of a page. */
  | { readonly type: 'request'; readonly id: number; readonly request: PageRequest }
  | { readonly type: 'action'; readonly action: DashboardAction; readonly folder: string }
  /** Opens the dashboard of a run, from comparing. */
  | { readonly type: 'openRun'; readonly folder: string }
  /** Something on the page went wrong that it cannot show itself. */
  | { readonly type: 'failed'; readonly message: string };

export type ExtensionMessage =
  | {
      readonly type: 'open';
      readonly subject: PanelSubject;
      /** The texts of the editor's display language, by their English ones. */
      readonly translations: Readonly<Record<string, string>>;
    }
  | ({ readonly type: 'update' } & RunUpdate)
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly answer: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly ok: false; readonly error: string };
