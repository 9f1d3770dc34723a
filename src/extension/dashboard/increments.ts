import { isDeepStrictEqual } from 'node:util';
import type { Increment, RunHead, StageHead } from '../../protocol/dashboard';
import type { StageKey } from '../../protocol/events';
import type { RunRecord, StageRecord } from '../../runs';
import { stageHead } from './heads';

interface SentStage {
  head?: StageHead;
  epochs: StageRecord['epochs'];
  snapshots: readonly number[];
}

/** Remembers what a page was told, and tells what it does not know yet. */
export class Increments {
  private readonly stages = new Map<StageKey, SentStage>();
  private head: RunHead | undefined;
  private warnings: RunRecord['warnings'] = [];
  private report: RunRecord['report'];
  private logEnd = 0;

  /** All that is new since the last call, in an order in which a page can take it in. */
  next(head: RunHead, record: RunRecord, log: { first: number; lines: readonly string[] }): Increment[] {
    const increments: Increment[] = [];
    if (!isDeepStrictEqual(this.head, head)) increments.push({ kind: 'run', run: head });
    this.head = head;
    for (const stage of record.stages) increments.push(...this.ofStage(stage, record.status));
    const from = commonLength(this.warnings, record.warnings);
    if (from < Math.max(this.warnings.length, record.warnings.length)) {
      increments.push({ kind: 'warnings', from, warnings: record.warnings.slice(from) });
      this.warnings = record.warnings;
    }
    increments.push(...this.ofLog(log));
    if (record.report && !isDeepStrictEqual(this.report, record.report)) {
      increments.push({ kind: 'report', report: record.report });
      this.report = record.report;
    }
    return increments;
  }

  private ofStage(stage: StageRecord, runStatus: RunRecord['status']): Increment[] {
    const key = stage.stage;
    const sent = this.stages.get(key) ?? { epochs: [], snapshots: [] };
    this.stages.set(key, sent);
    const increments: Increment[] = [];
    const head = stageHead(stage, runStatus);
    if (!isDeepStrictEqual(sent.head, head)) increments.push({ kind: 'stage', stage: head });
    sent.head = head;

    const from = commonLength(sent.epochs, stage.epochs);
    if (from < Math.max(sent.epochs.length, stage.epochs.length)) {
      increments.push({ kind: 'epochs', stage: key, from, epochs: stage.epochs.slice(from) });
      sent.epochs = stage.epochs;
    }
    const snapshots = stage.softTargets.map(({ epoch }) => epoch);
    const known = commonLength(sent.snapshots, snapshots);
    if (known < Math.max(sent.snapshots.length, snapshots.length)) {
      increments.push({ kind: 'snapshots', stage: key, from: known, epochs: snapshots.slice(known) });
      sent.snapshots = snapshots;
    }
    return increments;
  }

  private ofLog({ first, lines }: { first: number; lines: readonly string[] }): Increment[] {
    const end = first + lines.length;
    if (end === this.logEnd) return [];
    const from = Math.max(first, this.logEnd);
    this.logEnd = end;
    return [{ kind: 'log', from, lines: lines.slice(from - first) }];
  }
}

/** How many entries two lists begin with in common. Entries of a record are the same objects until they are replaced. */
function commonLength(before: readonly unknown[], after: readonly unknown[]): number {
  let length = 0;
  while (length < before.length && length < after.length && before[length] === after[length]) length++;
  return length;
}
