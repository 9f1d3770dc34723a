export { resumeRun, startRun, trainTeacherOnly, type ResumeOptions, type StartOptions } from './run';
export type { RunListener, RunOutcome } from './process';
