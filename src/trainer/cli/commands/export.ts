import { existsSync } from 'node:fs';
import path from 'node:path';
import { Option, type Command } from 'commander';
import { UserError } from '../../../common/errors';
import { bytes, percent } from '../../../common/format';
import { visibleText } from '../../../common/text';
import type { StageKey } from '../../../protocol/events';
import type { Role } from '../../../protocol/report';
import type { RunFolder } from '../../../runs';
import { describeExport, type ExportedNetwork } from '../export/description';
import { copyNetwork } from '../export/copy';
import { pastOf } from '../progress/past';
import { stageTitle } from '../../../runs/record/stageTitle';
import { resolveRun } from '../records';
import { writeJson, writeLines, type Session } from '../session';
import { addFolderOption, folderOf, type FolderOptions } from './folderOption';
import { addOutputOptions, parseSeed } from './options';

interface Options extends FolderOptions {
  readonly role: Role;
  readonly seed?: number;
  readonly force?: boolean;
}

function seedOf(stage: StageKey): number {
  return Number(stage.slice(stage.indexOf('-') + 1));
}

/** The stage whose network is meant. @throws UserError when the run has none such */
function chooseStage(run: RunFolder, { role, seed }: Options): StageKey {
  const ofRole = pastOf(run)
    .stages.map(({ key }) => key)
    .filter((key) => key === role || key.startsWith(`${role}-`));
  if (role === 'teacher' && seed !== undefined) {
    throw new UserError('A run has one teacher for all seeds', 'Leave --seed out.');
  }
  const stage = seed === undefined ? ofRole[0] : ofRole.find((key) => seedOf(key) === seed);
  if (stage === undefined) {
    const seeds = ofRole.map(seedOf).join(', ');
    throw seed === undefined || ofRole.length === 0
      ? new UserError(`${run.id} has no ${role}`)
      : new UserError(`${run.id} has no ${role} with seed ${seed}`, `It has: ${seeds}.`);
  }
  if (!existsSync(run.model(stage))) {
    throw new UserError(
      `The network of ${run.id} (${stageTitle(stage)}) is not there: its training has not ended`,
      `To go on with it: distillery resume ${run.id}.`,
    );
  }
  return stage;
}

function lines(exported: ExportedNetwork, target: string, size: number): string[] {
  const accuracy = exported.test === undefined ? '' : `, ${percent(exported.test.accuracy)} test accuracy`;
  return [
    `${visibleText(exported.experiment)}: ${stageTitle(exported.stage)}${accuracy}, ${bytes(size)}`,
    `Written to ${visibleText(target)}: model.json and its weights, distillery.json, README.md`,
  ];
}

export function addExportCommand(program: Command, session: Session): void {
  const command = program
    .command('export')
    .description(
      'Copies a trained network into a new folder, as a TensorFlow.js model with what is needed to use it.',
    )
    .argument('<run>', 'its id, the beginning of it, "latest", or the path of its folder')
    .argument('<target>', 'the folder to write; it must be new or empty')
    .addOption(
      new Option('--role <role>', 'which network')
        .choices(['student', 'baseline', 'teacher'])
        .default('student'),
    )
    .option('--seed <number>', 'of which seed (default: the first of the experiment)', parseSeed)
    .option('--force', 'write into a folder that has files; those of the same names are replaced')
    .addHelpText(
      'after',
      `
Examples:
  distillery export latest ./student
  distillery export 20261124-0847 ./baseline --role baseline --seed 2
`,
    );
  addOutputOptions(addFolderOption(command)).action(
    async (reference: string, target: string, options: Options) => {
      const run = await resolveRun(reference, folderOf(session, options));
      const stage = chooseStage(run, options);
      const exported = describeExport(run, stage);
      const folder = path.resolve(session.workingFolder, target);
      const size = await copyNetwork(
        run.modelFolder(stage),
        folder,
        exported,
        options.force === true ? 'replace' : 'refuse',
      );
      if (session.format === 'json') writeJson(session, { folder, bytes: size, network: exported });
      else writeLines(session, lines(exported, target, size));
    },
  );
}
