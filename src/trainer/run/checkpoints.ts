import path from 'node:path';
import type { TrainingCheckpoint, TrainingProgress } from '../../engine';
import type { StageKey } from '../../protocol/events';
import { latestCheckpoint, pruneCheckpoints, writeSafetensors } from '../../runs';
import { warn, type RunContext } from './context';

/** The one before the last is kept too, should the last turn out to be damaged. */
const KEPT = 2;

/** Writes a checkpoint into the record, atomically. */
export function keepCheckpoint(context: RunContext, stage: StageKey, checkpoint: TrainingCheckpoint): void {
  const { step, epoch, arrays, progress } = checkpoint;
  const file = context.folder.checkpoint(stage, step);
  writeSafetensors(file, arrays, {
    step: String(step),
    epoch: String(epoch),
    progress: JSON.stringify(progress),
  });
  pruneCheckpoints(context.folder, stage, KEPT);
  const relative = path.relative(context.folder.path, file).split(path.sep).join('/');
  context.emit({ type: 'checkpoint', stage, step, epoch, file: relative });
}

/** The newest whole checkpoint that an earlier process left of this stage. */
export function restoreCheckpoint(context: RunContext, stage: StageKey): TrainingCheckpoint | undefined {
  if (context.earlier === undefined) return undefined;
  const found = latestCheckpoint(context.folder, stage);
  for (const damaged of found.damaged) {
    warn(context, {
      code: 'cache',
      stage,
      message: `The checkpoint ${path.basename(damaged)} is damaged and was passed over.`,
    });
  }
  if (found.checkpoint === undefined) return undefined;
  const { arrays, metadata } = found.checkpoint;
  return {
    step: Number(metadata['step']),
    epoch: Number(metadata['epoch']),
    arrays,
    progress: JSON.parse(metadata['progress'] ?? '') as TrainingProgress,
  };
}
