import { experimentJsonSchema, formatPath } from '../../../experiment';

/** A field of the experiment that a run can be given another value for. */
export interface OverridableField {
  /** As it stands before the "=". */
  readonly path: string;
  /** What it is now, as JSON; absent where it is left out and has no default. */
  readonly value?: string;
  readonly description: string;
}

interface JsonSchema {
  readonly description?: string;
  readonly const?: unknown;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/** What a file is called and what it is for are not what a run is varied by. */
const IDENTITY = new Set(['$schema', 'name', 'description']);

let schema: JsonSchema | undefined;

/** Every field that an experiment has or may have, with its value in `experiment`, in the order of the schema. */
export function overridableFields(experiment: unknown): OverridableField[] {
  schema ??= experimentJsonSchema() as JsonSchema;
  return propertiesFor(schema, experiment).flatMap(([name, property]) =>
    IDENTITY.has(name) ? [] : fieldsBelow(property, memberOf(experiment, name), [name]),
  );
}

function fieldsBelow(property: JsonSchema, value: unknown, path: readonly string[]): OverridableField[] {
  const own: OverridableField = {
    path: formatPath(path),
    ...(value !== undefined && { value: JSON.stringify(value) }),
    description: property.description ?? '',
  };
  if (!isObject(value)) return value === undefined && isObjectSchema(property) ? [] : [own];
  return propertiesFor(property, value).flatMap(([name, member]) =>
    fieldsBelow(member, memberOf(value, name), [...path, name]),
  );
}

/** The fields of an object; of several kinds of object, of the kind that `value` is. */
function propertiesFor(schema: JsonSchema, value: unknown): (readonly [string, JsonSchema])[] {
  const kinds = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const kind = kinds.find((candidate) => isOfKind(candidate, value));
  return kind === undefined ? Object.entries(schema.properties ?? {}) : propertiesFor(kind, value);
}

function isOfKind(schema: JsonSchema, value: unknown): boolean {
  if (schema.oneOf !== undefined) return schema.oneOf.some((kind) => isOfKind(kind, value));
  const properties = Object.entries(schema.properties ?? {});
  return (
    properties.length > 0 &&
    properties.every(
      ([name, property]) => property.const === undefined || property.const === memberOf(value, name),
    )
  );
}

function isObjectSchema(schema: JsonSchema): boolean {
  const kinds = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return schema.type === 'object' || (kinds.length > 0 && kinds.every(isObjectSchema));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
