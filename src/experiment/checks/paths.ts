import { basename, dirname, resolve } from 'node:path';
import { formatPath } from '../path';
import type { Problem } from '../problem';
import { experimentSchema } from '../schema/experiment';
import { isFilePath, visitFields } from '../validation/fields';
import { suggest } from '../../common/suggestion';
import { didYouMean } from '../validation/mends';
import { show } from '../validation/words';
import { errorAt, type CheckContext } from './check';

/** Every path in the experiment exists, seen from the experiment file's folder. */
export function pathsExist({ experiment, folder, files }: CheckContext): Problem[] {
  const problems: Problem[] = [];
  visitFields(experimentSchema, experiment, (schema, value, path) => {
    if (!isFilePath(schema) || typeof value !== 'string') return;
    const absolute = resolve(folder, value);
    if (files.exists(absolute)) return;
    const meant = suggest(basename(absolute), files.list?.(dirname(absolute)) ?? []);
    problems.push(
      errorAt(path, {
        message: `${formatPath(path)} is ${show(value)}, but there is no such file. It was looked for at ${absolute}.`,
        ...(meant === undefined
          ? {
              mend: "Correct the path; it starts from the experiment file's folder.",
              fix: { kind: 'create-file', file: absolute },
            }
          : didYouMean(value.slice(0, value.length - basename(value).length) + meant)),
      }),
    );
  });
  return problems;
}
