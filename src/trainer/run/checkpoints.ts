import path from 'node:path';
import type { TrainingCheckpoint, TrainingProgress } from '../../engine';
import type { StageKey } from '../../protocol/events';
import { latestCheckpoint } from '../../runs';
import { warn, type RunContext } from './context';

/** Writes a checkpoint into the record, atomically. */
export function keepCheckpoint(context: RunContext, stage: StageKey, checkpoint: TrainingCheckpoint): void {
  const { step, epoch, arrays, progress } = checkpoint;
  const metadata = { step: String(step), epoch: String(epoch), progress: JSON.stringify(progress) };
  context.writeCheckpoint({ stage, step, epoch, arrays, metadata });
}

/** The newest whole checkpoint that an earlier process left of this stage. */
export function restoreCheckpoint(context: RunContext, stage: StageKey): TrainingCheckpoint | undefined {
  if (context.earlier === undefined) return undefined;
  const found = latestCheckpoint(context.folder, stage, ({ position }) => {
    warn(context, {
      code: 'cache',
      stage,
      message: `The checkpoint ${path.basename(position?.file ?? '')} is damaged and was passed over.`,
    });
  });
  if (found === undefined) return undefined;
  const { arrays, metadata } = found;
  return {
    step: Number(metadata['step']),
    epoch: Number(metadata['epoch']),
    arrays,
    progress: JSON.parse(metadata['progress'] ?? '') as TrainingProgress,
  };
}
