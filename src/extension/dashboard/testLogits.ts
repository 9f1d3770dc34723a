import fs from 'node:fs';
import type { StageKey } from '../../protocol/events';
import { readSafetensors, type RunFolder } from '../../runs';

/** A network's answers to the test set. */
export interface NetworkLogits {
  /** examples × classes, row by row */
  readonly logits: Float32Array;
  readonly labels: Int32Array;
}

interface Kept {
  readonly stage: StageKey;
  /** When the file was changed, and its size. */
  readonly stamp: string;
  readonly file: NetworkLogits;
}

/** The teacher's and a student's. */
const MOST_KEPT = 2;
const MOST_BYTES = 64e6;

/** Reads logits, and keeps them while their files are the same: a slider asks for them many times a second. */
export class TestLogits {
  private kept: readonly Kept[] = [];

  constructor(private readonly folder: RunFolder) {}

  /** Undefined while they are not there, and when they cannot be read. */
  of(stage: StageKey): NetworkLogits | undefined {
    const path = this.folder.logits(stage);
    const stamp = stampOf(path);
    if (stamp === undefined) return undefined;
    const known = this.kept.find((kept) => kept.stage === stage && kept.stamp === stamp);
    const file = known?.file ?? read(path);
    if (file && file !== known?.file) this.keep({ stage, stamp, file });
    return file;
  }

  private keep(next: Kept): void {
    const others = this.kept.filter(({ stage }) => stage !== next.stage);
    const isSmall = next.file.logits.byteLength <= MOST_BYTES;
    this.kept = [...(isSmall ? [next] : []), ...others].slice(0, MOST_KEPT);
  }
}

function stampOf(path: string): string | undefined {
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  return stats && `${stats.mtimeMs} ${stats.size}`;
}

function read(path: string): NetworkLogits | undefined {
  try {
    const { arrays } = readSafetensors(path);
    const logits = arrays.find(({ name }) => name === 'logits')?.values;
    const labels = arrays.find(({ name }) => name === 'labels')?.values;
    return logits instanceof Float32Array && labels instanceof Int32Array ? { logits, labels } : undefined;
  } catch {
    return undefined;
  }
}
