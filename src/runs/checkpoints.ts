import fs from 'node:fs';
import path from 'node:path';
import type { NamedArray } from '../common/namedArray';
import type { RunEvent, StageKey } from '../protocol/events';
import { removeTemporaryFiles } from './files/atomic';
import { readSafetensors, type SafetensorsFile, writeSafetensors } from './files/safetensors';
import { DamagedFileError } from './files/safetensorsFormat';
import type { RunFolder } from './layout/folder';
import type { RunWriter } from './log/writer';

const KEPT_CHECKPOINTS = 2;

export interface CheckpointFile {
  readonly path: string;
  /** Optimizer steps done. */
  readonly step: number;
}

export interface Checkpoint extends CheckpointFile, SafetensorsFile {}

export interface NewCheckpoint {
  readonly stage: StageKey;
  /** Optimizer steps done. */
  readonly step: number;
  readonly epoch: number;
  readonly arrays: readonly NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The checkpoint files of a stage, oldest first. */
export function listCheckpoints(folder: RunFolder, stage: StageKey): CheckpointFile[] {
  if (!fs.existsSync(folder.checkpoints)) return [];
  return fs
    .readdirSync(folder.checkpoints)
    .flatMap((name) => {
      const [, nameOfStage, step] = /^(.+)-(\d+)\.safetensors$/.exec(name) ?? [];
      return nameOfStage === stage ? [{ path: path.join(folder.checkpoints, name), step: Number(step) }] : [];
    })
    .sort((a, b) => a.step - b.step);
}

/**
 * Writes a checkpoint and its event, and deletes all but the two newest of the stage. Brings the event log to the disk
 * first, so that a checkpoint is never ahead of the losses on record. Checkpoints of later steps, left by an attempt that
 * was given up, are deleted.
 *
 * @throws UserError when the disk is full or the folder is gone
 */
export function writeCheckpoint(folder: RunFolder, writer: RunWriter, checkpoint: NewCheckpoint): RunEvent {
  const { stage, step, epoch, arrays, metadata } = checkpoint;
  const file = folder.checkpoint(stage, step);
  writer.sync();
  writeSafetensors(file, arrays, metadata);
  for (const later of listCheckpoints(folder, stage).filter((other) => other.step > step)) {
    fs.rmSync(later.path, { force: true });
  }
  pruneCheckpoints(folder, stage, KEPT_CHECKPOINTS);
  removeTemporaryFiles(folder.checkpoints);
  return writer.append({ type: 'checkpoint', stage, step, epoch, file: folder.relative(file) });
}

/**
 * The newest checkpoint of a stage that is whole.
 *
 * @param onDamaged is told of every newer one that is not
 * @returns undefined when there is none
 */
export function latestCheckpoint(
  folder: RunFolder,
  stage: StageKey,
  onDamaged: (error: DamagedFileError) => void = () => undefined,
): Checkpoint | undefined {
  for (const file of listCheckpoints(folder, stage).reverse()) {
    try {
      return { ...file, ...readSafetensors(file.path) };
    } catch (error) {
      if (!(error instanceof DamagedFileError)) throw error;
      onDamaged(error);
    }
  }
  return undefined;
}

/** Deletes all but the `keep` newest checkpoints of a stage; `keep` 0 once the stage is done. */
export function pruneCheckpoints(folder: RunFolder, stage: StageKey, keep: number): void {
  const files = listCheckpoints(folder, stage);
  for (const { path: file } of files.slice(0, Math.max(0, files.length - keep)))
    fs.rmSync(file, { force: true });
}
