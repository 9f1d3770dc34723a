export { loadDataset, type Dataset } from './dataset';
export { unscale, type Scaling } from './scaling';
export type { ReadingListener, ReadingProgress } from './files';
