import { findNodeAtLocation } from 'jsonc-parser';
import { parseTolerantly } from '../../experiment';
import type { TextEdit } from './fixes';

/** From this many seeds on a report can tell a difference from luck. */
const ENOUGH_SEEDS = 3;

/** Makes the `seeds` that an offset is in as many as a verdict needs; undefined elsewhere, and where there are enough. */
export function enoughSeedsAt(text: string, offset: number): TextEdit | undefined {
  const root = parseTolerantly(text);
  const list = root && findNodeAtLocation(root, ['seeds']);
  const property = list?.parent;
  if (list?.type !== 'array' || property === undefined) return undefined;
  if (offset < property.offset || offset > property.offset + property.length) return undefined;
  const seeds = [...new Set((list.children ?? []).map(({ value }): unknown => value))];
  if (seeds.length >= ENOUGH_SEEDS) return undefined;
  for (let seed = 1; seeds.length < ENOUGH_SEEDS; seed++) if (!seeds.includes(seed)) seeds.push(seed);
  return {
    offset: list.offset,
    length: list.length,
    content: `[${seeds.map((seed) => JSON.stringify(seed)).join(', ')}]`,
  };
}
