import * as fs from 'node:fs/promises';
import { duration, percent } from '../../common/format';
import type { RunFolder, RunOutline, StageOutline, StageState } from '../../runs';
import { stageTitle } from '../../runs/record/stageTitle';
import { shownSentence } from '../base/shownText';
import type { Detail } from './nodes';

const STAGE_ICONS: Readonly<Record<StageState, string>> = {
  waiting: 'circle-outline',
  running: 'sync~spin',
  done: 'check',
  reused: 'history',
  stopped: 'debug-stop',
  interrupted: 'debug-disconnect',
  diverged: 'warning',
  failed: 'error',
};

/** Stages, checkpoints and files of a run, as far as they are there. */
export async function detailsOf(folder: RunFolder, outline: RunOutline): Promise<Detail[]> {
  return [
    ...outline.stages.map(stageDetail),
    ...outline.stages.flatMap(({ checkpoints }) =>
      checkpoints.slice(-1).map((checkpoint): Detail => ({
        kind: 'checkpoint',
        title: `checkpoint: ${stageTitle(checkpoint.stage)}`,
        description: `epoch ${checkpoint.epoch}, step ${checkpoint.step}`,
        file: folder.resolve(checkpoint.file),
      })),
    ),
    ...(await artefacts(folder, outline)),
  ];
}

function stageDetail(outline: StageOutline): Detail {
  const { stage, status, seconds, totalEpochs, epochs, summary } = outline;
  const epoch = epochs.at(-1);
  const accuracy = (epoch?.validation ?? epoch?.train)?.accuracy;
  const parts = [
    status,
    ...(epoch && status !== 'done'
      ? [`epoch ${epoch.epoch}${totalEpochs === undefined ? '' : `/${totalEpochs}`}`]
      : []),
    ...(accuracy === undefined ? [] : [percent(accuracy, 1)]),
    ...(seconds === undefined ? [] : [duration(seconds)]),
    ...(summary === undefined || accuracy !== undefined ? [] : [shownSentence(summary)]),
  ];
  return {
    kind: 'stage',
    title: stageTitle(stage),
    description: parts.join(' · '),
    icon: STAGE_ICONS[status],
  };
}

async function artefacts(folder: RunFolder, { stages }: RunOutline): Promise<Detail[]> {
  const candidates: Extract<Detail, { kind: 'artefact' }>[] = [
    { kind: 'artefact', title: 'report', icon: 'graph', file: folder.reportMarkdown },
    { kind: 'artefact', title: 'experiment as it ran', icon: 'beaker', file: folder.experiment },
    { kind: 'artefact', title: 'environment', icon: 'server-environment', file: folder.environment },
    { kind: 'artefact', title: 'log', icon: 'output', file: folder.log },
    ...stages.map(({ stage }) => ({
      kind: 'artefact' as const,
      title: `model: ${stageTitle(stage)}`,
      icon: 'symbol-structure',
      file: folder.model(stage),
    })),
  ];
  const found = await Promise.all(candidates.map(({ file }) => exists(file)));
  return candidates.filter((_, index) => found[index]);
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
