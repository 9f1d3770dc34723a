import { UserError } from '../common/errors';
import { formatPath, memberOf, setMember, type JsonPath } from './path';
import type { Problem } from './problem';
import { experimentSchema } from './schema/experiment';
import { defaultOf, memberSchema, type Schema } from './validation/fields';
import { show, wantsText } from './validation/words';

/** A value that takes the place of one in the experiment file: `--set distillation.temperature=8`. */
export interface Override {
  readonly path: JsonPath;
  readonly value: unknown;
  /** As it was given: path=value. */
  readonly text: string;
}

const howToWrite =
  'Write it as path=value: distillation.temperature=8, seeds=[1,2,3] or student.model.hidden[0]=32.';
const pathPattern = /^[^.[\]]+(?:\.[^.[\]]+|\[\d+\])*$/u;

/**
 * Reads `path=value`. The path is made of field names with dots between them, list indices in brackets or after a dot;
 * the value is JSON, or else taken as a text as it stands.
 *
 * @throws UserError when there is no `=` or no path before it
 */
export function parseOverride(text: string): Override {
  const equals = text.indexOf('=');
  if (equals < 0) throw new UserError(`The change ${JSON.stringify(text)} has no "=".`, howToWrite);
  const written = text.slice(0, equals).trim();
  if (!pathPattern.test(written)) {
    throw new UserError(
      `${JSON.stringify(written)} in ${JSON.stringify(text)} is not the path of a field.`,
      howToWrite,
    );
  }
  const parts = written.replaceAll('[', '.').replaceAll(']', '').split('.');
  const path = parts.map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part.trim()));
  return { path, value: parseValue(text.slice(equals + 1)), text };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * The experiment with the overrides in place, in their order; `original` is left as it is. Objects on the way that the
 * experiment does not have begin as their default. An override that cannot be put in place is a problem.
 */
export function applyOverrides(
  original: unknown,
  overrides: readonly Override[],
): { value: unknown; problems: Problem[] } {
  if (overrides.length === 0) return { value: original, problems: [] };
  const root = { experiment: structuredClone(original) };
  const problems = overrides.flatMap((override) => apply(root, override));
  return { value: root.experiment, problems };
}

function apply(root: { readonly experiment: unknown }, override: Override): Problem[] {
  let container: unknown = root;
  let part: string | number = 'experiment';
  let schema: Schema | undefined = experimentSchema;
  for (const [depth, next] of override.path.entries()) {
    let inner = memberOf(container, part);
    if (inner === undefined && typeof container === 'object' && container !== null) {
      inner = structuredClone((schema && defaultOf(schema)) ?? (typeof next === 'number' ? [] : {}));
      setMember(container, part, inner);
    }
    const problem = whyNotInto(inner, override, depth);
    if (problem !== undefined) return [problem];
    schema = schema && memberSchema(schema, inner, next);
    container = inner;
    part = next;
  }
  if (typeof container === 'object' && container !== null)
    setMember(container, part, valueFor(schema, override));
  return [];
}

/** The override's value; where only a text can stand, a number or true or false is the text that was written. */
function valueFor(schema: Schema | undefined, { value, text }: Override): unknown {
  const isWord = typeof value === 'number' || typeof value === 'boolean';
  if (isWord && schema !== undefined && wantsText(schema)) return text.slice(text.indexOf('=') + 1).trim();
  return structuredClone(value);
}

function whyNotInto(container: unknown, override: Override, depth: number): Problem | undefined {
  const here = override.path.slice(0, depth);
  const part = override.path[depth];
  const problem = (message: string, mend: string): Problem => {
    return { severity: 'error', path: override.path, message, mend, pointAt: 'value', override };
  };
  if (Array.isArray(container)) {
    if (typeof part === 'number' && part <= container.length) return undefined;
    return problem(
      `${formatPath(here)} is a list of ${container.length}; it has no place ${show(part)}.`,
      `Count from 0; ${container.length} appends an entry.`,
    );
  }
  if (typeof container === 'object' && container !== null) return undefined;
  return problem(
    `${formatPath(here)} is ${show(container)}, which has no fields.`,
    `Set ${formatPath(here)} itself.`,
  );
}
