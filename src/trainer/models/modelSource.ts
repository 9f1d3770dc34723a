import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UserError } from '../../common/errors';
import type { ModelSource } from '../../engine';
import type { ModelSettings } from '../../experiment';
import { readModelFile } from './modelFolder';

type Builder = Extract<ModelSource, { type: 'builder' }>['build'];

/** Fetches what lies outside the experiment file: a saved model's files, a module's function. */
export async function modelSource(settings: ModelSettings, folder: string): Promise<ModelSource> {
  switch (settings.type) {
    case 'saved': {
      const file = path.resolve(folder, settings.path);
      return { type: 'artifacts', artifacts: readModelFile(file), name: settings.path };
    }
    case 'module': {
      const build = await importBuilder(path.resolve(folder, settings.path), settings.export);
      return { type: 'builder', build, options: settings.options, name: settings.path };
    }
    case 'mlp':
    case 'cnn':
    case 'resnet':
    case 'layers':
      return settings;
  }
}

async function importBuilder(file: string, exportName: string): Promise<Builder> {
  const loaded = await importModule(file);
  const builder =
    loaded[exportName] ?? (loaded['default'] as Record<string, unknown> | undefined)?.[exportName];
  if (typeof builder !== 'function') {
    const names = Object.keys(loaded).join(', ') || 'nothing';
    throw new UserError(
      `${file} does not export a function "${exportName}"; it exports ${names}.`,
      'Export a function ({ tf, inputShape, classes, options }) that returns a LayersModel.',
      { file },
    );
  }
  return builder as Builder;
}

async function importModule(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (thrown) {
    throw new UserError(
      `The module ${file} can't be loaded: ${messageOf(thrown)}`,
      'Run it with node to see where it fails.',
      { file },
    );
  }
}
