export { listEngines, type EngineAvailability } from './list';
export { measureEngine, type EngineSpeed } from './measure';
export { startEngine, type StartedEngine } from './start';
