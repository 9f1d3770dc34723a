import { dirname, resolve } from 'node:path';
import type { TextRange } from './diagnostics';
import { memberOf, type JsonPath } from './path';
import { experimentSchema } from './schema/experiment';
import { ExperimentDocument } from './text/document';
import { branchesOf, isFilePath, memberSchema, type Schema, visitFields } from './validation/fields';

/** A value of an experiment file that names a file or folder. */
export interface NamedFile {
  /** Of the value, with its quotes. */
  readonly range: TextRange;
  /** Absolute. */
  readonly file: string;
}

/** Every file that an experiment names, as far as its text can be read. Never throws. */
export function filesNamedIn(text: string, experimentFile: string): NamedFile[] {
  const document = new ExperimentDocument(text, experimentFile);
  const named: NamedFile[] = [];
  visitFields(experimentSchema, document.value, (schema, value, path) => {
    if (!isFilePath(schema) || typeof value !== 'string' || value === '') return;
    named.push({ range: document.rangeOfValue(path), file: resolve(dirname(experimentFile), value) });
  });
  return named;
}

/** Whether the value at a path, which may not be written yet, would name a file. */
export function namesFile(text: string, path: JsonPath): boolean {
  let value = new ExperimentDocument(text, '').value;
  let schema: Schema | undefined = experimentSchema;
  for (const part of path) {
    schema = memberSchema(schema, value, part);
    if (schema === undefined) return false;
    value = memberOf(value, part);
  }
  return branchesOf(schema).some(isFilePath);
}
