import * as z from 'zod';
import { documented, fraction, positiveInteger } from './fields';

const temperature = z.number().min(0.1).max(100);

const augmentedTargets = documented(
  z
    .union([
      z.literal('live'),
      z.strictObject({
        views: documented(positiveInteger, 'Fixed augmented views of every training example.'),
      }),
    ])
    .default('live'),
  'Only with augmentation. live: the teacher sees the same augmented batch as the student, every step. { "views": n }: n fixed augmented views of every example, whose soft targets are computed once and cached.',
);

const hinton = z.strictObject({
  method: documented(
    z.literal('hinton'),
    'loss = (1 − α)·cross-entropy(labels) + α·T²·KL(teacher ‖ student), both softened by T.',
    'Hinton, Vinyals and Dean 2015, arXiv:1503.02531.',
  ),
  temperature: documented(
    temperature.default(4),
    'T, from 0.1 to 100. Higher temperatures give more weight to the small probabilities; 1 is plain softmax. Small students do best at 2 to 4, large ones up to 20.',
    'Hinton 2015, section 3.',
  ),
  alpha: documented(fraction.default(0.9), 'α, from 0 (labels only) to 1 (soft targets only).'),
  augmentedTargets,
});

const labelSmoothing = z.strictObject({
  method: documented(
    z.literal('label-smoothing'),
    'No teacher: cross-entropy to (1 − ε)·label + ε / classes.',
    'Szegedy 2016, arXiv:1512.00567; the teacher-free control.',
  ),
  epsilon: documented(fraction.default(0.1), 'ε, from 0 (plain labels) to 1 (uniform).'),
});

const labels = z.strictObject({
  method: documented(z.literal('labels'), 'No teacher: cross-entropy to the labels.'),
});

export const distillation = z.discriminatedUnion('method', [hinton, labelSmoothing, labels]);
export type DistillationSettings = z.output<typeof distillation>;
export type MethodName = DistillationSettings['method'];

export const baseline = z.union([z.literal(false), z.discriminatedUnion('method', [labelSmoothing, labels])]);
export type BaselineSettings = z.output<typeof baseline>;
