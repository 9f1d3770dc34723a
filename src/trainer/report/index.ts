export { buildReport } from './build';
export type { NetworkMeasurements, ReportInput, ReportWarning, SeededMeasurements } from './input';
export { renderMarkdown } from './markdown';
export { renderTerminal } from './terminal';
export type { TerminalOptions } from './terminal';
export { divergedWarning, sizeWarning, targetsWarning } from './warnings';
