export { groupKeys, sortKeys, type Arrangement, type GroupKey, type SortKey } from './arrangement';
export { ExperimentStore, type ExperimentEntry } from './experimentStore';
export type { ExperimentNode } from './experimentsTree';
export { Explorer } from './explorer';
export type { Node, QueuedNode, RunNode } from './nodes';
