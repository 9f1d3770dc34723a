export { accuracy, quality } from './quality';
export { agreement, divergence, pairedComparison, pairedCounts } from './comparison';
export type { PairedComparison, SeedPair } from './comparison';
export {
  mean,
  meanInterval,
  pairedProportionsInterval,
  standardDeviation,
  wilsonInterval,
} from './intervals';
export type { PairedCounts } from './intervals';
export { speed } from './speed';
export type { Speed } from './speed';
