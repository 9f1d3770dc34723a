import type { ModelSettings } from '../../../src/experiment/schema/model';
import { model } from '../../../src/experiment/schema/model';
import type { ModelSource } from '../../../src/engine/models';

/** A model as the experiment file gives it, with its defaults filled in. */
export function settings(input: Record<string, unknown>): ModelSource {
  const parsed: ModelSettings = model.parse(input);
  if (parsed.type === 'saved' || parsed.type === 'module')
    throw new Error('Not a model that the engine builds alone.');
  return parsed;
}

/** A list of layers without checks: tests hand wrong ones in. */
export function layers(...entries: ({ layer: string } & Record<string, unknown>)[]): ModelSource {
  return settings({ type: 'layers', layers: entries });
}
