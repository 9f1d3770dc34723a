import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { messageOf, UserError } from '../../common/errors';
import type { ModelArtifacts } from '../../engine';

interface WeightsGroup {
  readonly paths: readonly string[];
  readonly weights: NonNullable<ModelArtifacts['weightSpecs']>;
}

interface ModelJson {
  readonly format?: string;
  readonly modelTopology?: ModelArtifacts['modelTopology'];
  readonly weightsManifest?: readonly WeightsGroup[];
}

/** The bytes of all weights, in the order of their specifications. */
export function weightBytes(artifacts: ModelArtifacts): Uint8Array {
  const data = artifacts.weightData;
  if (data === undefined) return new Uint8Array();
  const parts = Array.isArray(data) ? data : [data];
  return Buffer.concat(parts.map((part) => new Uint8Array(part)));
}

/** A digest of architecture and weights: equal for equal networks, whatever file they came from. */
export function modelDigest(artifacts: ModelArtifacts): string {
  return createHash('sha256')
    .update(JSON.stringify(artifacts.modelTopology))
    .update(JSON.stringify(artifacts.weightSpecs))
    .update(weightBytes(artifacts))
    .digest('hex');
}

/**
 * Writes a model as TensorFlow.js does (`model.json` and `weights.bin`), with other files beside it.
 * The folder appears whole or not at all; one that was there is replaced.
 */
export function writeModelFolder(
  folder: string,
  artifacts: ModelArtifacts,
  others: Readonly<Record<string, string>>,
): void {
  const manifest: ModelJson & Record<string, unknown> = {
    format: 'layers-model',
    generatedBy: 'Distillery',
    convertedBy: null,
    modelTopology: artifacts.modelTopology,
    weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs ?? [] }],
  };
  replaceFolder(folder, (temporary) => {
    writeFileSync(path.join(temporary, 'weights.bin'), weightBytes(artifacts), { flush: true });
    for (const [name, text] of Object.entries(others))
      writeFileSync(path.join(temporary, name), text, { flush: true });
    writeFileSync(path.join(temporary, 'model.json'), JSON.stringify(manifest), { flush: true });
  });
}

/** Makes `folder` what `fill` puts into an empty one, atomically. */
export function replaceFolder(folder: string, fill: (temporary: string) => void): void {
  const temporary = `${folder}.${process.pid}.tmp`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  try {
    fill(temporary);
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
  } catch (thrown) {
    rmSync(temporary, { recursive: true, force: true });
    throw thrown;
  }
}

/** Puts the files of one folder into another, without using space twice where the file system allows. */
export function shareFiles(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    const source = path.join(from, name);
    const target = path.join(to, name);
    try {
      linkSync(source, target);
    } catch {
      copyFileSync(source, target);
    }
  }
}

/** The bytes that a saved model takes on disk: `model.json` and its weights. */
export function modelBytes(folder: string): number {
  const names = readdirSync(folder).filter((name) => name === 'model.json' || name.endsWith('.bin'));
  return names.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

/** Reads a LayersModel that TensorFlow.js or its converter saved. @throws UserError naming the file */
export function readModelFile(file: string): ModelArtifacts {
  const json = parseModelJson(file);
  if (json.format === 'graph-model') {
    throw new UserError(
      `${file} is a graph model, which can neither be trained nor read layer by layer.`,
      'Convert the original with tensorflowjs_converter --output_format=tfjs_layers_model.',
      { file },
    );
  }
  if (json.modelTopology === undefined || json.weightsManifest === undefined) {
    throw new UserError(
      `${file} is not a saved TensorFlow.js model.`,
      'Name the model.json that model.save() wrote.',
      { file },
    );
  }
  const parts = json.weightsManifest.flatMap((group) =>
    group.paths.map((name) => {
      const weights = path.join(path.dirname(file), name);
      if (!existsSync(weights)) {
        throw new UserError(
          `${file} names the weights file ${name}, which is not beside it.`,
          'Copy the whole model folder.',
          { file: weights },
        );
      }
      return readFileSync(weights);
    }),
  );
  const bytes = Buffer.concat(parts);
  return {
    modelTopology: json.modelTopology,
    weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
    weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  };
}

function parseModelJson(file: string): ModelJson {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ModelJson;
  } catch (thrown) {
    throw new UserError(
      `The model ${file} can't be read: ${messageOf(thrown)}`,
      'Name the model.json of a saved TensorFlow.js model.',
      { file },
    );
  }
}
