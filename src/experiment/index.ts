export type { DataSummary } from './checks/check';
export { formatDiagnostics, type Diagnostic, type Fix, type TextRange } from './diagnostics';
export { filesNamedIn, namesFile, type NamedFile } from './filePaths';
export type { FileSystem } from './files';
export { experimentEditorSchema } from './editorSchema';
export { fingerprint } from './fingerprint';
export { experimentJsonSchema } from './jsonSchema';
export { methodRules, needsTeacher, type MethodRule } from './methods';
export { parseOverride, type Override } from './overrides';
export { formatPath } from './path';
export { checkAgainstData, readExperiment, type ExperimentResult, type ReadOptions } from './read';
export { trainingFor } from './resolved';
export type { DatasetSettings } from './schema/dataset';
export type { BaselineSettings, DistillationSettings, MethodName } from './schema/distillation';
export type { EngineName, Experiment, ExperimentInput, TeacherSettings } from './schema/experiment';
export { layerNames, type ModelSettings } from './schema/model';
export { parseTolerantly } from './text/syntax';
export type {
  AugmentationSettings,
  OptimizerSettings,
  ScheduleSettings,
  TrainingChanges,
  TrainingSettings,
} from './schema/training';
