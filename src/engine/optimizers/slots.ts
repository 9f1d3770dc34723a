import type { Tensor } from '@tensorflow/tfjs';
import { UserError } from '../../common/errors';
import type { NamedArray } from '../../common/namedArray';
import type { NetworkWeight } from '../models';
import { tf } from '../tensorflow';

/** Builds one value for each slot, in a record. */
export function forEachSlot<Slot extends string, Value>(
  slots: readonly Slot[],
  build: (slot: Slot) => Value,
): Record<Slot, Value> {
  return Object.fromEntries(slots.map((slot) => [slot, build(slot)])) as Record<Slot, Value>;
}

function slotName(weight: NetworkWeight, slot: string): string {
  return `${weight.name}/${slot}`;
}

export function exportSlot(weight: NetworkWeight, slot: string, values: Float32Array): NamedArray {
  return { name: slotName(weight, slot), shape: [...weight.variable.shape], values: values.slice() };
}

/** @throws UserError when the slot is missing or has another shape. */
export function importSlot(arrays: readonly NamedArray[], weight: NetworkWeight, slot: string): Tensor {
  const name = slotName(weight, slot);
  const array = arrays.find((candidate) => candidate.name === name);
  const mend = 'The checkpoint is of another network or another optimizer.';
  if (array === undefined) {
    throw new UserError(`The optimizer's "${name}" is missing.`, mend);
  }
  const found = array.shape.join('×');
  const expected = weight.variable.shape.join('×');
  if (found !== expected) {
    throw new UserError(`The optimizer's "${name}" is ${found}, but its weight is ${expected}.`, mend);
  }
  return tf.tensor(array.values, [...array.shape], 'float32');
}
