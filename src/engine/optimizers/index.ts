import type { NetworkWeight } from '../models';
import { tensorFlowBackend } from '../operations/tensorflowBackend';
import { adam } from './adam';
import { NativeOptimizer } from './native';
import type { OptimizationSettings, Optimizer } from './optimizer';
import { PortableOptimizer } from './portable';
import { momentum, sgd } from './sgd';
import type { UpdateRule } from './updateRule';

export type { OptimizationSettings, Optimizer } from './optimizer';

/** @param weights what it changes: the trainable ones */
export function createOptimizer(
  weights: readonly NetworkWeight[],
  settings: OptimizationSettings,
): Optimizer {
  switch (settings.optimizer.type) {
    case 'sgd':
      return settings.optimizer.momentum === 0
        ? optimizerOf(sgd(), weights, settings)
        : optimizerOf(momentum(settings.optimizer), weights, settings);
    case 'adam':
    case 'adamw':
      return optimizerOf(adam(settings.optimizer), weights, settings);
  }
}

function optimizerOf<Slot extends string, Coefficient extends string>(
  rule: UpdateRule<Slot, Coefficient>,
  weights: readonly NetworkWeight[],
  settings: OptimizationSettings,
): Optimizer {
  const backend = tensorFlowBackend();
  return backend === undefined
    ? new PortableOptimizer(rule, weights, settings)
    : new NativeOptimizer(backend, rule, weights, settings);
}
