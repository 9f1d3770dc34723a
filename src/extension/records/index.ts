export { type RunEntry, titleOf } from './entry';
export { RunStore, type RunStoreChange } from './runStore';
export type { Undo } from './trash';
