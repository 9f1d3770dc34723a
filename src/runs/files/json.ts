import fs from 'node:fs';
import { writeFileAtomic } from './atomic';

/** Writes a small JSON file, indented, atomically. */
export function writeJson(file: string, value: unknown): void {
  writeFileAtomic(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** The content of a JSON file; undefined when it is missing or damaged. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
