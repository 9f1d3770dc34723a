import fs from 'node:fs';
import path from 'node:path';
import { EVENT_LOG_VERSION, type NewRunEvent } from '../../../../src/protocol/events';
import { describeThisProcess, RunFolder, RunWriter } from '../../../../src/runs';
import { RunList } from '../../../../src/extension/records/runList';

export function runStarted(id: string, name = 'digits'): NewRunEvent {
  return {
    type: 'run-started',
    version: EVENT_LOG_VERSION,
    run: id,
    name,
    stages: ['data', 'student-1', 'baseline-1', 'report'],
  };
}

export const RUN_DONE: NewRunEvent = { type: 'run-ended', status: 'done', summary: 'It helped.' };

/** A run as the trainer would have written it. */
export function writeRun(distillery: string, id: string, events: readonly NewRunEvent[]): RunFolder {
  const folder = RunFolder.of(distillery, id);
  const writer = RunWriter.open(folder);
  for (const event of events) writer.append(event);
  writer.close();
  return folder;
}

export function endedRun(distillery: string, id: string, name?: string): RunFolder {
  return writeRun(distillery, id, [runStarted(id, name), RUN_DONE]);
}

/** A run whose process is the one that runs the tests. */
export function liveRun(distillery: string, id: string, events: readonly NewRunEvent[] = []): RunFolder {
  const folder = writeRun(distillery, id, [runStarted(id), ...events]);
  fs.writeFileSync(folder.process, JSON.stringify(describeThisProcess('nowhere')));
  return folder;
}

/** As if the process had gone, and another got its pid. */
export function crash(folder: RunFolder): void {
  const processFile = { ...describeThisProcess('nowhere'), startToken: 'another process' };
  fs.writeFileSync(folder.process, JSON.stringify(processFile));
}

export function crashedRun(distillery: string, id: string): RunFolder {
  const folder = liveRun(distillery, id);
  crash(folder);
  return folder;
}

/** A list, and what it told. */
export class Told {
  replaced = 0;
  readonly changed: string[] = [];
  readonly problems: unknown[] = [];
  readonly unreadable: unknown[] = [];
  readonly list: RunList;

  constructor(distillery: string) {
    this.list = new RunList(distillery, {
      onReplaced: () => {
        this.replaced++;
      },
      onChanged: (entries) => {
        this.changed.push(...entries.map(({ summary }) => summary.id));
      },
      onUnreadable: (problem) => {
        this.unreadable.push(problem);
      },
      onProblem: (problem) => {
        this.problems.push(problem);
      },
    });
  }

  /** Loaded, and compared with the disk. */
  static async of(distillery: string): Promise<Told> {
    const told = new Told(distillery);
    await told.list.load().known;
    await told.list.settled();
    return told;
  }

  ids(): string[] {
    return this.list.entries().map(({ summary }) => summary.id);
  }
}

export function indexOf(distillery: string): string {
  return path.join(distillery, 'cache', 'runs.jsonl');
}
