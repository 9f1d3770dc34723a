import * as z from 'zod';
import { filePaths } from '../schema/fields';
import { memberOf, type JsonPath } from '../path';

/** Any zod schema. */
export type Schema = z.core.$ZodType;

/** The schema of the value itself, without the wrappers that make it optional or give it a default. */
export function unwrap(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap());
  }
  return schema instanceof z.ZodLazy ? unwrap(schema.unwrap()) : schema;
}

/** What a field is when it is left out; undefined when it has no default. */
export function defaultOf(schema: Schema): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema.def.defaultValue;
  return schema instanceof z.ZodOptional ? defaultOf(schema.unwrap()) : undefined;
}

const limits = new WeakMap<Schema, z.core.JSONSchema.BaseSchema>();

/** The range of a number, or how many entries a list may have, in the keywords of JSON Schema. */
export function limitsOf(schema: z.ZodNumber | z.ZodArray): z.core.JSONSchema.BaseSchema {
  const known = limits.get(schema) ?? z.toJSONSchema(schema, { io: 'input' });
  limits.set(schema, known);
  return known;
}

/** Whether a field may be left out. */
export function isOptional(schema: Schema): boolean {
  return z.safeParse(schema, undefined).success;
}

/** What the field's documentation says. */
export function descriptionOf(schema: Schema): string | undefined {
  return z.globalRegistry.get(schema)?.description;
}

export function isFilePath(schema: Schema): boolean {
  return filePaths.get(unwrap(schema) as z.ZodType) !== undefined;
}

/** The fields of an object, by name; empty for anything else. */
export function fieldsOf(schema: Schema): Readonly<Record<string, Schema>> {
  const bare = unwrap(schema);
  return bare instanceof z.ZodObject ? bare.shape : {};
}

export interface Variant {
  readonly name: string;
  readonly schema: Schema;
}

/** The kinds of an object that one of its fields (`type`, `format`, `method`) tells apart. */
export function variantsOf(union: z.ZodDiscriminatedUnion): Variant[] {
  return union.options.flatMap((option) => {
    const tag = fieldsOf(option)[union.def.discriminator];
    return tag instanceof z.ZodLiteral ? [{ name: String(tag.value), schema: option }] : [];
  });
}

/** The branches of a union, unions inside it included; a single schema is its own branch. */
export function branchesOf(schema: Schema): Schema[] {
  const bare = unwrap(schema);
  if (bare instanceof z.ZodUnion && !(bare instanceof z.ZodDiscriminatedUnion)) {
    return bare.options.flatMap(branchesOf);
  }
  return [bare];
}

/**
 * The schema that `value` was meant for: of a union the branch of the same kind (text, number, list, object), of
 * objects told apart by a field the one it names. Undefined when none fits.
 */
export function branchFor(schema: Schema, value: unknown): Schema | undefined {
  const fitting = branchesOf(schema).find((branch) => isOfKind(branch, value));
  if (!(fitting instanceof z.ZodDiscriminatedUnion)) return fitting;
  const tag = memberOf(value, fitting.def.discriminator);
  return variantsOf(fitting).find(({ name }) => name === tag)?.schema;
}

function isOfKind(schema: Schema, value: unknown): boolean {
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return typeof value === 'string';
  if (schema instanceof z.ZodNumber) return typeof value === 'number';
  if (schema instanceof z.ZodBoolean) return typeof value === 'boolean';
  if (schema instanceof z.ZodLiteral) return typeof value === typeof schema.value;
  if (schema instanceof z.ZodArray) return Array.isArray(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema of the field or entry `part` of `value`; undefined where the schema knows none. */
export function memberSchema(schema: Schema, value: unknown, part: string | number): Schema | undefined {
  const union = unwrap(schema);
  if (union instanceof z.ZodDiscriminatedUnion && part === union.def.discriminator) return union;
  const branch = branchFor(schema, value);
  if (branch instanceof z.ZodArray) return branch.element;
  if (branch instanceof z.ZodRecord) return branch.valueType;
  if (branch === undefined || !Object.hasOwn(fieldsOf(branch), part)) return undefined;
  return fieldsOf(branch)[part];
}

/**
 * Calls `visitor` for every value in `value` that the schema knows, from the outside in, but not for each entry of a list of
 * numbers, which may have very many.
 */
export function visitFields(
  schema: Schema,
  value: unknown,
  visitor: (schema: Schema, value: unknown, path: JsonPath) => void,
  path: JsonPath = [],
): void {
  const branch = branchFor(schema, value);
  if (branch === undefined) return;
  visitor(branch, value, path);
  if (typeof value !== 'object' || value === null) return;
  if (branch instanceof z.ZodArray && unwrap(branch.element) instanceof z.ZodNumber) return;
  const parts = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const part of parts) {
    const member = memberSchema(branch, value, part);
    if (member !== undefined) visitFields(member, memberOf(value, part), visitor, [...path, part]);
  }
}

/**
 * Calls `visitor` for every object of the schema, whether `value` has it or not, from the outside in; of objects told
 * apart by a field, the one that `value` (or else the default) names, or all of them where it names none.
 */
export function visitSchema(
  schema: Schema,
  value: unknown,
  visitor: (schema: Schema, path: JsonPath) => void,
  path: JsonPath = [],
): void {
  const isObject = typeof value === 'object' && value !== null;
  const present = isObject ? value : (defaultOf(schema) ?? {});
  const branch = branchFor(schema, present);
  const candidates = branch === undefined ? branchesOf(schema).flatMap(objectsOf) : [branch];
  for (const candidate of candidates) {
    if (!(candidate instanceof z.ZodObject)) continue;
    visitor(candidate, path);
    for (const [name, field] of Object.entries(fieldsOf(candidate))) {
      visitSchema(field, memberOf(present, name), visitor, [...path, name]);
    }
  }
}

/** The kinds of object that a branch stands for. */
export function objectsOf(schema: Schema): Schema[] {
  return schema instanceof z.ZodDiscriminatedUnion
    ? variantsOf(schema).map((variant) => variant.schema)
    : [schema];
}
