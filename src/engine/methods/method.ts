import type { Scalar, Tensor2D } from '@tensorflow/tfjs';

/** What a network made of a batch, in training or inference mode. */
export interface Answers {
  /** [batch, classes] */
  readonly logits: Tensor2D;
}

export interface LossInput {
  readonly student: Answers;
  /** One-hot, [batch, classes]. */
  readonly labels: Tensor2D;
  /** When in the training this is. */
  readonly progress: {
    /** Whole epochs done. */
    readonly epoch: number;
  };
}

export interface TaughtLossInput extends LossInput {
  /** A constant: no gradient flows to it. */
  readonly teacher: Answers;
}

/** Means over the batch, in nats. */
export interface LossTerms {
  /** What is minimised. */
  readonly total: Scalar;
  /** Cross-entropy with the labels (smoothed where the method says so), before weighting. */
  readonly hard: Scalar;
}

export interface TaughtLossTerms extends LossTerms {
  /** KL(teacher ‖ student) at the method's temperature, before weighting. */
  readonly soft: Scalar;
}

/** What a student learns from. */
export type Method<Settings> = {
  /** The fewest classes for which the loss is defined. */
  readonly minimumClasses: number;
} & (
  | { readonly teacher: 'none'; loss(input: LossInput, settings: Settings): LossTerms }
  | { readonly teacher: 'needed'; loss(input: TaughtLossInput, settings: Settings): TaughtLossTerms }
);
