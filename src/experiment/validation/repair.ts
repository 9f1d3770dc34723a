import * as z from 'zod';
import { memberOf, setMember, valueAt, type JsonPath } from '../path';
import type { Problem } from '../problem';
import { experimentSchema, type Experiment } from '../schema/experiment';
import { branchesOf, branchFor, fieldsOf, isOptional, memberSchema, variantsOf, type Schema } from './fields';

/** More rounds than a repair can need: each heals what lies one level further out. */
const mostRounds = 8;

/**
 * An experiment as near as possible to one that has problems, so that checks across fields can look at what is right:
 * wrong values give way to their defaults, missing ones to stand-ins. `healed` holds the paths that mean nothing now.
 */
export function repair(
  value: unknown,
  problems: readonly Problem[],
): { experiment: Experiment; healed: JsonPath[] } | undefined {
  let current: unknown = structuredClone(value);
  const healed = problems.map(({ path }) => path);
  for (const path of healed) current = heal(current, path);
  for (let round = 0; round < mostRounds; round++) {
    const result = experimentSchema.safeParse(current);
    if (result.success) return { experiment: result.data, healed };
    for (const issue of result.error.issues) {
      const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
      healed.push(path);
      current = heal(current, path);
    }
  }
  return undefined;
}

function heal(root: unknown, path: JsonPath): unknown {
  const part = path.at(-1);
  if (part === undefined) return standIn(experimentSchema);
  const around = path.slice(0, -1);
  const container = valueAt(root, around);
  if (typeof container !== 'object' || container === null) return root;
  const schema = schemaAt(root, path);
  if (schema === undefined || isOptional(schema)) {
    Reflect.deleteProperty(container, part);
  } else {
    setMember(container, part, standIn(schema));
  }
  return root;
}

function schemaAt(root: unknown, path: JsonPath): Schema | undefined {
  let schema: Schema | undefined = experimentSchema;
  let value = root;
  for (const part of path) {
    schema = schema && memberSchema(schema, value, part);
    value = memberOf(value, part);
  }
  if (schema instanceof z.ZodDiscriminatedUnion && path.at(-1) === schema.def.discriminator) {
    return z.literal(variantsOf(schema)[0]?.name ?? '');
  }
  return schema;
}

/** Some value that the schema accepts. */
function standIn(schema: Schema): unknown {
  const branch = branchesOf(schema)[0];
  if (branch instanceof z.ZodDiscriminatedUnion) {
    const [first] = variantsOf(branch);
    return first && { ...(standIn(first.schema) as object), [branch.def.discriminator]: first.name };
  }
  if (branch instanceof z.ZodLiteral) return branch.value;
  if (branch instanceof z.ZodEnum) return branch.options[0];
  if (branch instanceof z.ZodString) return 'stand-in';
  if (branch instanceof z.ZodNumber) return 1;
  if (branch instanceof z.ZodBoolean) return false;
  if (branch instanceof z.ZodArray) return [standIn(branch.element)];
  const fields = Object.entries(fieldsOf(branchFor(schema, {}) ?? schema));
  return Object.fromEntries(
    fields.filter(([, field]) => !isOptional(field)).map(([name, field]) => [name, standIn(field)]),
  );
}
