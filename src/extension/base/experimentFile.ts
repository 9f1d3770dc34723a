/** How the name of an experiment file ends. */
export const EXPERIMENT_SUFFIX = '.distill.json';

/** All experiment files, as a pattern for the editor. */
export const EXPERIMENT_FILES = `**/*${EXPERIMENT_SUFFIX}`;

export function isExperimentFile(path: string): boolean {
  return path.endsWith(EXPERIMENT_SUFFIX);
}
