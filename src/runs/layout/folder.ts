import fs from 'node:fs';
import path from 'node:path';
import type { StageKey } from '../../protocol/events';
import { writeFileAtomic } from '../files/atomic';
import { diskError } from '../files/diskErrors';
import { makeFolder } from '../files/makeFolder';

/** `.distillery` beside the experiment file: all runs and caches of the experiments of that folder. */
export function distilleryFolder(experimentFile: string): string {
  return path.join(path.dirname(path.resolve(experimentFile)), '.distillery');
}

/** The folder that holds the run folders. */
export function runsFolder(distillery: string): string {
  return path.join(distillery, 'runs');
}

/** The cache of trained teachers and their logits; made when it is missing, and out of version control. */
export function prepareCacheFolder(distillery: string): string {
  const cache = path.join(distillery, 'cache');
  const ignoreFile = path.join(cache, '.gitignore');
  if (!fs.existsSync(ignoreFile)) writeFileAtomic(ignoreFile, '*\n');
  return cache;
}

/** Every path of one run's record. */
export class RunFolder {
  readonly path: string;

  constructor(folder: string) {
    this.path = path.resolve(folder);
  }

  /** The folder of a run by its id, whether it exists or not. */
  static of(distillery: string, id: string): RunFolder {
    return new RunFolder(path.join(runsFolder(distillery), id));
  }

  get id(): string {
    return path.basename(this.path);
  }

  /** `ExperimentFile`: what is run, frozen. */
  get experiment(): string {
    return path.join(this.path, 'experiment.json');
  }

  /** `Environment` */
  get environment(): string {
    return path.join(this.path, 'environment.json');
  }

  /** `DataFile` */
  get data(): string {
    return path.join(this.path, 'data.json');
  }

  /** `ProcessFile` */
  get process(): string {
    return path.join(this.path, 'process.json');
  }

  /** `RunEvent`s, one a line. */
  get events(): string {
    return path.join(this.path, 'events.jsonl');
  }

  /** What was read of a long `events`, to be read faster the next time. */
  get eventsIndex(): string {
    return path.join(this.path, 'events.index.safetensors');
  }

  /** What a person would have read on the terminal. */
  get log(): string {
    return path.join(this.path, 'run.log');
  }

  /** `Report` */
  get reportJson(): string {
    return path.join(this.path, 'report.json');
  }

  get reportMarkdown(): string {
    return path.join(this.path, 'report.md');
  }

  get checkpoints(): string {
    return path.join(this.path, 'checkpoints');
  }

  checkpoint(stage: StageKey, step: number): string {
    return path.join(this.checkpoints, `${stage}-${step}.safetensors`);
  }

  /** The folder of a TensorFlow.js model: `model.json` and its weights. */
  modelFolder(stage: StageKey): string {
    return path.join(this.path, 'models', stage);
  }

  model(stage: StageKey): string {
    return path.join(this.modelFolder(stage), 'model.json');
  }

  logits(stage: StageKey): string {
    return path.join(this.path, 'logits', `${stage}.safetensors`);
  }

  /** A file of this folder as events and reports name it: relative, with forward slashes. */
  relative(file: string): string {
    return path.relative(this.path, file).split(path.sep).join('/');
  }

  /** A file as events and reports name it. */
  resolve(relative: string): string {
    return path.join(this.path, ...relative.split('/'));
  }

  exists(): boolean {
    return fs.existsSync(this.path);
  }

  /** @throws UserError when the folder cannot be made */
  create(): void {
    try {
      makeFolder(this.path);
    } catch (error) {
      throw diskError(error, this.path);
    }
  }
}
