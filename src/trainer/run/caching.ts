import path from 'node:path';
import { messageOf } from '../../common/errors';
import type { StageKey } from '../../protocol/events';
import type { Lookup } from '../cache/cache';
import { warn, type RunContext } from './context';

/** What a look-up found; a damaged entry is reported and counts as nothing. */
export function takeFromCache<Found>(
  context: RunContext,
  stage: StageKey,
  lookup: Lookup<Found>,
): Found | undefined {
  if (lookup.kind === 'hit') return lookup.value;
  if (lookup.kind === 'damaged') {
    warn(context, {
      code: 'cache',
      stage,
      message: `A damaged cache entry was removed (${path.basename(lookup.file)}: ${lookup.reason}); it is made again.`,
    });
  }
  return undefined;
}

/** Keeps something for later runs; that it can't be kept is no reason for this run to fail. */
export function storeInCache(context: RunContext, stage: StageKey, store: () => void): void {
  try {
    store();
  } catch (thrown) {
    warn(context, { code: 'cache', stage, message: `The cache could not be written: ${messageOf(thrown)}` });
  }
}
