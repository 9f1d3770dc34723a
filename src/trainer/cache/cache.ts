import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../common/errors';
import type { NamedArray } from '../../common/namedArray';
import { readSafetensors, writeSafetensors } from '../../runs';
import { modelDigest, readModelFile, replaceFolder, shareFiles } from '../models/modelFolder';

export type Lookup<Found> =
  | { readonly kind: 'hit'; readonly value: Found }
  | { readonly kind: 'miss' }
  /** It was there and is damaged; it has been removed. */
  | { readonly kind: 'damaged'; readonly file: string; readonly reason: string };

/**
 * Trained teachers and their soft targets, shared by the runs of a folder. An entry's name is a digest of everything it
 * depends on, so a changed byte of data or settings never finds a stale one; its content is verified whenever it is read.
 */
export interface Cache {
  /** Makes `target` a copy of a teacher's model folder. */
  teacher(key: string, target: string): Lookup<true>;
  /** Keeps the model folder `source`. */
  storeTeacher(key: string, source: string): void;
  /** Views × examples × classes. */
  softTargets(key: string): Lookup<Float32Array>;
  storeSoftTargets(key: string, logits: NamedArray): void;
}

/** Finds nothing and keeps nothing (`--no-cache`). */
export const noCache: Cache = {
  teacher: () => ({ kind: 'miss' }),
  storeTeacher: () => undefined,
  softTargets: () => ({ kind: 'miss' }),
  storeSoftTargets: () => undefined,
};

const DIGEST_FILE = 'digest.txt';

export class FolderCache implements Cache {
  constructor(private readonly folder: string) {}

  teacher(key: string, target: string): Lookup<true> {
    const entry = this.teacherFolder(key);
    return this.lookUp(entry, () => {
      const digest = readFileSync(path.join(entry, DIGEST_FILE), 'utf8');
      if (digestOfFolder(entry) !== digest) throw new Error('its weights are not those that were stored');
      replaceFolder(target, (temporary) => {
        shareFiles(entry, temporary);
      });
      return true;
    });
  }

  storeTeacher(key: string, source: string): void {
    replaceFolder(this.teacherFolder(key), (temporary) => {
      shareFiles(source, temporary);
      writeFileSync(path.join(temporary, DIGEST_FILE), digestOfFolder(source), { flush: true });
    });
  }

  softTargets(key: string): Lookup<Float32Array> {
    const file = this.softTargetsFile(key);
    return this.lookUp(file, () => {
      const values = readSafetensors(file).arrays.find((array) => array.name === 'logits')?.values;
      if (!(values instanceof Float32Array)) throw new Error('it holds no logits');
      return values;
    });
  }

  storeSoftTargets(key: string, logits: NamedArray): void {
    mkdirSync(path.join(this.folder, 'soft-targets'), { recursive: true });
    writeSafetensors(this.softTargetsFile(key), [logits], {});
  }

  private teacherFolder(key: string): string {
    return path.join(this.folder, 'teachers', key);
  }

  private softTargetsFile(key: string): string {
    return path.join(this.folder, 'soft-targets', `${key}.safetensors`);
  }

  private lookUp<Found>(entry: string, read: () => Found): Lookup<Found> {
    if (!existsSync(entry)) return { kind: 'miss' };
    try {
      return { kind: 'hit', value: read() };
    } catch (thrown) {
      rmSync(entry, { recursive: true, force: true });
      return { kind: 'damaged', file: entry, reason: messageOf(thrown) };
    }
  }
}

function digestOfFolder(folder: string): string {
  return modelDigest(readModelFile(path.join(folder, 'model.json')));
}
