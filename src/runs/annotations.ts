import path from 'node:path';
import * as z from 'zod';
import { UserError } from '../common/errors';
import { readJson, writeJson } from './files/json';
import type { RunFolder } from './layout/folder';

/** What people said of a run. */
export interface Annotations {
  /** Instead of the experiment's name. */
  readonly name?: string;
  readonly tags: readonly string[];
  readonly starred: boolean;
  readonly archived: boolean;
}

const annotationsSchema = z.object({
  name: z.string().optional(),
  tags: z.array(z.string()),
  starred: z.boolean(),
  archived: z.boolean(),
});

const NONE: Annotations = { tags: [], starred: false, archived: false };

function fileOf(folder: RunFolder): string {
  return path.join(folder.path, 'annotations.json');
}

/** `annotations.json` of a run; none when it is missing or damaged. */
export function readAnnotations(folder: RunFolder): Annotations {
  return parseAnnotations(readJson(fileOf(folder)));
}

/** Annotations as JSON had them; none when they are damaged. */
export function parseAnnotations(value: unknown): Annotations {
  const { data } = annotationsSchema.safeParse(value);
  if (data === undefined) return NONE;
  const { name, tags, starred, archived } = data;
  return { tags, starred, archived, ...(name !== undefined && { name }) };
}

/** A change of annotations; an empty name gives the run its experiment's name back. */
export type AnnotationChange = Partial<Annotations>;

/**
 * Changes what is said of a run, and leaves the rest as it is on disk, where another window may just have changed it.
 *
 * @throws UserError when the folder can't be written, or is gone
 */
export function annotate(folder: RunFolder, change: AnnotationChange): Annotations {
  if (!folder.exists()) {
    throw new UserError(
      `There is no run in ${folder.path} any more.`,
      'Look whether it was moved or deleted.',
    );
  }
  const { name, ...rest } = { ...readAnnotations(folder), ...change };
  const annotations: Annotations = {
    ...rest,
    tags: [...new Set(rest.tags)],
    ...(name !== undefined && name !== '' && { name }),
  };
  writeJson(fileOf(folder), annotations);
  return annotations;
}
