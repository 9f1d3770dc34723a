export { listEngines, type EngineAvailability } from './list';
export { measureEngine, type EngineSpeed } from './measure';
export { startEngine, type StartedEngine } from './start';
export { installNativeEngine, type InstalledEngine, type InstallOptions } from './install/install';
export { InstallationError } from './install/failure';
export { type InstallProgress, wholeFraction } from './install/progress';
