/** The arguments with which VS Code, and the other parts of the extension, call a command. Unknown until looked at. */

interface UriLike {
  readonly scheme: string;
  readonly fsPath: string;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isUri(value: unknown): value is UriLike {
  return isObject(value) && typeof value['scheme'] === 'string' && typeof value['fsPath'] === 'string';
}

/** The file that a command was given: a Uri, or a tree row or object with one. */
export function fileOf(argument: unknown): string | undefined {
  if (isUri(argument)) return argument.scheme === 'file' ? argument.fsPath : undefined;
  if (!isObject(argument)) return undefined;
  const { experiment } = argument;
  if (isUri(experiment)) return fileOf(experiment);
  return isObject(experiment) && isUri(experiment['uri']) ? fileOf(experiment['uri']) : undefined;
}

/** The folder of the run that a command was given: `{ run: path }`, or a tree row with a `RunEntry`. */
export function runFolderOf(argument: unknown): string | undefined {
  if (!isObject(argument)) return undefined;
  const { run } = argument;
  if (typeof run === 'string') return run;
  if (!isObject(run) || !isObject(run['folder'])) return undefined;
  const { path } = run['folder'];
  return typeof path === 'string' ? path : undefined;
}

/** The folders of all runs that a command was given: of the selected rows, where several are, else of the one. */
export function runFoldersOf(argument: unknown, selected: unknown): string[] {
  const rows = Array.isArray(selected) && selected.length > 0 ? (selected as readonly unknown[]) : [argument];
  const folders = rows.flatMap((row) => runFolderOf(row) ?? []);
  return [...new Set(folders)];
}

/** Whether a key was pressed that is about the selected rows. */
export function isAboutSelection(argument: unknown): boolean {
  return isObject(argument) && argument['from'] === 'selection';
}

/** The id of the queued run that a command was given. */
export function queuedIdOf(argument: unknown): string | undefined {
  if (!isObject(argument) || !isObject(argument['queued'])) return undefined;
  const { id } = argument['queued'];
  return typeof id === 'string' ? id : undefined;
}

/** A text field of the argument. */
export function textOf(argument: unknown, field: string): string | undefined {
  const value = isObject(argument) ? argument[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** A number that stands alone or in a field of the argument. */
export function numberOf(argument: unknown, field: string): number | undefined {
  const value = isObject(argument) ? argument[field] : argument;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
