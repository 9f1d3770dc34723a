import type { Interval, Quality, ReliabilityBin } from '../common/quality';
import type { Warning } from './events';

/** The report of a run, `report.json`: what was measured, on the test set, at the end. */

export type { Interval, Quality, ReliabilityBin };

export interface Cost {
  readonly parameters: number;
  /** The saved model on disk: model.json and weights. */
  readonly bytes: number;
  /** Of one example, in milliseconds. */
  readonly latency: { readonly p50: number; readonly p95: number };
  /** Examples a second at batch 128. */
  readonly throughput: number;
}

export type Role = 'teacher' | 'student' | 'baseline';

export interface NetworkReport {
  readonly role: Role;
  /** Absent for a teacher that was loaded, not trained. */
  readonly seed?: number;
  readonly test: Quality;
  /** Accuracy on the fixed sample of the training split, in inference mode. */
  readonly trainAccuracy: number;
  /** Train accuracy minus test accuracy. */
  readonly generalizationGap: number;
  /** Share of test examples on which it answers as the teacher does; absent for the teacher or without one. */
  readonly agreementWithTeacher?: number;
  /** Mean KL(teacher ‖ network) at temperature 1 on the test set, in nats; absent as above. */
  readonly divergenceFromTeacher?: number;
  readonly cost: Cost;
  /** The epoch whose weights were kept, from 1; absent when nothing was trained. */
  readonly keptEpoch?: number;
  readonly trainingSeconds?: number;
  /** The saved model, relative to the run's folder, with forward slashes. */
  readonly modelFolder: string;
}

export interface Summary {
  readonly mean: number;
  /** Sample standard deviation; absent with one seed. */
  readonly standardDeviation?: number;
}

/** Student minus baseline, paired by seed. */
export interface Comparison {
  readonly seeds: readonly number[];
  /** Differences of test accuracy, from −1 to 1, in the order of `seeds`. */
  readonly differences: readonly number[];
  readonly mean: number;
  readonly standardDeviation?: number;
  /** 95 % interval of the mean difference (Student's t over seeds); absent with one seed. */
  readonly interval?: Interval;
  /**
   * 95 % interval of the first seed's difference over test examples, paired by example (Newcombe 1998, method 10): what
   * one seed can tell.
   */
  readonly exampleInterval: Interval;
}

export type VerdictKind = 'helped' | 'hurt' | 'no-clear-difference' | 'not-compared';

export interface Verdict {
  readonly kind: VerdictKind;
  /** One honest sentence. */
  readonly sentence: string;
}

/** One line of what was run, for people. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

export interface Report {
  readonly version: 1;
  readonly run: string;
  readonly name: string;
  readonly method: string;
  readonly temperature?: number;
  readonly alpha?: number;
  readonly engine: string;
  readonly settings: readonly Setting[];
  readonly classNames: readonly string[];
  readonly teacher?: NetworkReport;
  /** In the order of the experiment's seeds. */
  readonly students: readonly NetworkReport[];
  readonly baselines: readonly NetworkReport[];
  /** Of the test set, over seeds; absent when no student was trained to its end. */
  readonly studentAccuracy?: Summary;
  readonly baselineAccuracy?: Summary;
  readonly comparison?: Comparison;
  /** Teacher divided by student; absent without a teacher. */
  readonly compression?: { readonly parameters: number; readonly bytes: number };
  /** Teacher's p50 latency divided by the student's, and student's throughput divided by the teacher's. */
  readonly speedUp?: { readonly latency: number; readonly throughput: number };
  readonly verdict: Verdict;
  readonly warnings: readonly Pick<Warning, 'code' | 'message' | 'mend'>[];
}
