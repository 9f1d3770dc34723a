export { annotate, type AnnotationChange, type Annotations, readAnnotations } from './annotations';
export {
  type Checkpoint,
  type CheckpointFile,
  latestCheckpoint,
  listCheckpoints,
  type NewCheckpoint,
  pruneCheckpoints,
  writeCheckpoint,
} from './checkpoints';
export { controlAddress } from './control/address';
export { sendControl } from './control/client';
export { writeFileAtomic, writeTextAtomic } from './files/atomic';
export { readJson, writeJson } from './files/json';
export { makeFolder } from './files/makeFolder';
export { readSafetensors, type SafetensorsFile, writeSafetensors } from './files/safetensors';
export { DamagedFileError } from './files/safetensorsFormat';
export { listRunIds, listRuns } from './layout/find';
export { distilleryFolder, prepareCacheFolder, RunFolder, runsFolder } from './layout/folder';
export { createRunId } from './layout/ids';
export type { Damage } from './log/damage';
export { RunTail } from './log/tail';
export { RunWriter } from './log/writer';
export { Pace } from './pace';
export { describeThisProcess, isProcessAlive, isRunAlive, processStartToken } from './process/alive';
export type { RunOutline, RunState, StageOutline, StageState, StepLosses } from './record/outline';
export { readProcessFile, readReport, summarizeRun } from './record/read';
export { RecordBuilder, type RunRecord, type StageRecord } from './record/record';
export { indexRecord, readRun, RunFollower } from './record/runFollower';
export type { StepSeries } from './record/series';
export { stageTitle } from './record/stageTitle';
export { OutlineFollower } from './summary/follower';
export { type IndexedRun, stampOf, SummaryIndex } from './summary/summaryIndex';
export { readOrigin, type RunOrigin, summarize, summaryOf } from './summary/summarize';
export type { LiveProgress, ResultSummary, RunSummary, SettingSummary } from './summary/summary';
