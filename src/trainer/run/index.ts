export { resumeRun, startRun, trainTeacherOnly, type ResumeOptions, type StartOptions } from './run';
export type { RunHost, RunOutcome } from './process';
