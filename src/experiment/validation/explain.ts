import * as z from 'zod';
import { formatPath, memberOf, type JsonPath } from '../path';
import type { Problem } from '../problem';
import {
  branchFor,
  branchesOf,
  fieldsOf,
  memberSchema,
  objectsOf,
  unwrap,
  variantsOf,
  type Schema,
} from './fields';
import {
  defaultWords,
  didYouMean,
  fieldPlaces,
  kindsWith,
  meantVariant,
  type FieldPlaces,
  type Mend,
  mendMissing,
  mendUnknown,
  mendValue,
} from './mends';
import { suggest } from '../../common/suggestion';
import { MOST_PROBLEMS, problemsOfFirst } from './firstOnes';
import { expectationOf, listWords, quote, show } from './words';

/** What is wrong with a value by its schema alone, in words. */
export function explain(schema: Schema, value: unknown): Problem[] {
  return new Explanation(schema, value).explain(schema, value, []);
}

type Issue = z.core.$ZodIssue;

class Explanation {
  private knownPlaces: FieldPlaces | undefined;

  constructor(
    private readonly root: Schema,
    private readonly rootValue: unknown,
  ) {}

  private places(): FieldPlaces {
    this.knownPlaces ??= fieldPlaces(this.root, this.rootValue);
    return this.knownPlaces;
  }

  explain(schema: Schema, value: unknown, path: JsonPath): Problem[] {
    const result = z.safeParse(schema, value);
    if (result.success) return [];
    const mistyped = new Set(
      this.meantByUnknown(result.error.issues, schema, value).map((field) => field.join('\0')),
    );
    const issues = result.error.issues.filter((issue) => !mistyped.has(issue.path.map(String).join('\0')));
    return byOutermostList(issues).flatMap((alike) =>
      problemsOfFirst(
        alike,
        (issue) => this.explainIssue(issue, schema, value, path),
        (issue) => ({ severity: 'error', path: [...path, ...toPath(issue.path)] }),
      ),
    );
  }

  /** Fields that are missing only because their names were mistyped: the unknown name says it all. */
  private meantByUnknown(issues: readonly Issue[], schema: Schema, value: unknown): string[][] {
    return issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [];
      const place = walk(schema, value, toPath(issue.path));
      const known = unused(place.schema, place.value);
      return issue.keys.slice(0, MOST_PROBLEMS).flatMap((key) => {
        const meant = suggest(key, known);
        return meant === undefined ? [] : [[...issue.path.map(String), meant]];
      });
    });
  }

  private explainIssue(issue: Issue, schema: Schema, value: unknown, base: JsonPath): Problem[] {
    const inner = toPath(issue.path);
    const place = walk(schema, value, inner);
    const path = [...base, ...inner];
    switch (issue.code) {
      case 'unrecognized_keys':
        return this.unknownFields(issue.keys, place, path);
      case 'invalid_union':
        return this.explainUnion(place, path);
      case 'custom':
        return [wrongValue(place, path, issue.message)];
      case 'invalid_type':
      case 'too_big':
      case 'too_small':
      case 'invalid_format':
      case 'not_multiple_of':
      case 'invalid_value':
      case 'invalid_key':
      case 'invalid_element':
        if (place.value === undefined && path.length > 0) return [missing(place.schema, path)];
        return [wrongValue(place, path)];
    }
  }

  private explainUnion({ schema, value, owner }: Place, path: JsonPath): Problem[] {
    const bare = unwrap(schema);
    const tag = path.at(-1);
    if (
      bare instanceof z.ZodDiscriminatedUnion &&
      typeof tag === 'string' &&
      tag === bare.def.discriminator
    ) {
      return this.explainTag(bare, owner, path);
    }
    const branch =
      branchFor(schema, value) ?? branchesOf(schema).find((one) => one instanceof z.ZodDiscriminatedUnion);
    const isWord = branch instanceof z.ZodLiteral;
    const problems =
      branch === undefined || value === undefined || isWord ? [] : this.explain(branch, value, path);
    if (problems.length > 0) return problems;
    return value === undefined ? [missing(schema, path)] : [wrongValue({ schema, value, owner }, path)];
  }

  /** The field that tells kinds apart is missing or names no kind; the rest is judged by the kind that was meant. */
  private explainTag(union: z.ZodDiscriminatedUnion, object: unknown, path: JsonPath): Problem[] {
    const field = union.def.discriminator;
    const tag = memberOf(object, field);
    const names = variantsOf(union).map(({ name }) => name);
    const around = path.slice(0, -1);
    const every = [...new Set(variantsOf(union).flatMap(({ schema }) => Object.keys(fieldsOf(schema))))];
    const strangers = Object.keys(object as object).filter((key) => !every.includes(key));
    const place = { schema: union, value: object, owner: object };
    const unknown = this.unknownFields(strangers, place, around);
    if (tag === undefined) {
      if (strangers.slice(0, MOST_PROBLEMS).some((key) => suggest(key, [field]) !== undefined))
        return unknown;
      const message = `${formatPath(path)} is missing.`;
      const mend = `Add ${quote(field)}: ${listWords(names.map(quote))}.`;
      const fix = { kind: 'add', path, value: names[0] } as const;
      return [{ severity: 'error', path, message, mend, fix, pointAt: 'name' }, ...unknown];
    }
    const meant = meantVariant(union, tag);
    const message = `${formatPath(path)} is ${show(tag)}; it must be ${listWords(names.map(quote))}.`;
    const mend: Mend =
      meant === undefined ? { mend: `Use ${listWords(names.map(quote))}.` } : didYouMean(meant);
    const corrected = meant && { ...(object as object), [field]: meant };
    const rest = corrected === undefined ? unknown : this.explain(union, corrected, around);
    return [{ severity: 'error', path, message, ...mend, pointAt: 'value' }, ...rest];
  }

  private unknownFields(names: readonly string[], place: Place, path: JsonPath): Problem[] {
    return problemsOfFirst(
      names,
      (name) => [this.unknownField(name, place, path)],
      (name) => ({ severity: 'error', path: [...path, name] }),
    );
  }

  private unknownField(name: string, { schema, value }: Place, path: JsonPath): Problem {
    const union = branchesOf(schema).find((branch) => branch instanceof z.ZodDiscriminatedUnion);
    const field = union?.def.discriminator;
    const tag = field === undefined ? undefined : memberOf(value, field);
    const kinds = union === undefined ? [] : kindsWith(union, name);
    const where =
      tag === undefined || field === undefined
        ? formatPath(path)
        : `${formatPath(path)} with ${quote(field)}: ${show(tag)}`;
    const known = unused(schema, value);
    const isOfOtherKind = kinds.length > 0 && suggest(name, known) === undefined && field !== undefined;
    return {
      severity: 'error',
      path: [...path, name],
      message: `${show(name)} is not a field of ${where}.`,
      ...(isOfOtherKind
        ? {
            mend: `It goes with ${quote(field)}: ${listWords(kinds.map(quote))}; remove it, or change ${quote(field)}.`,
            fix: { kind: 'remove' },
          }
        : mendUnknown(name, { known, path, places: this.places() })),
      pointAt: 'name',
    };
  }
}

interface Place {
  readonly schema: Schema;
  readonly value: unknown;
  /** The object or list that the value is in. */
  readonly owner: unknown;
}

function walk(schema: Schema, value: unknown, path: JsonPath): Place {
  let place: Place = { schema, value, owner: undefined };
  for (const part of path) {
    const member = memberSchema(place.schema, place.value, part) ?? z.unknown();
    place = { schema: member, value: memberOf(place.value, part), owner: place.value };
  }
  return place;
}

/** Those in one list, however deep, together; and those in none. */
function byOutermostList(issues: readonly Issue[]): Issue[][] {
  const groups = new Map<string, Issue[]>();
  for (const issue of issues) {
    const index = issue.path.findIndex((part) => typeof part === 'number');
    const key = index < 0 ? '' : issue.path.slice(0, index).map(String).join('\0');
    const group = groups.get(key);
    if (group) group.push(issue);
    else groups.set(key, [issue]);
  }
  return [...groups.values()];
}

function toPath(path: readonly PropertyKey[]): JsonPath {
  return path.map((part) => (typeof part === 'symbol' ? String(part) : part));
}

/** The fields of an object that it does not have yet. */
function unused(schema: Schema, value: unknown): string[] {
  const branch = branchFor(schema, value);
  const shapes =
    branch === undefined ? branchesOf(schema).flatMap(objectsOf).map(fieldsOf) : [fieldsOf(branch)];
  const names = new Set(shapes.flatMap((shape) => Object.keys(shape)));
  return [...names].filter((name) => memberOf(value, name) === undefined && name !== '$schema');
}

function missing(schema: Schema, path: JsonPath): Problem {
  return {
    severity: 'error',
    path,
    message: `${formatPath(path)} is missing.`,
    ...mendMissing(path, schema),
    pointAt: 'name',
  };
}

function wrongValue({ schema, value }: Place, path: JsonPath, reason?: string): Problem {
  return {
    severity: 'error',
    path,
    message: `${path.length === 0 ? 'The experiment' : formatPath(path)} is ${show(value)}; it ${reason ?? `must be ${expectationOf(narrowed(schema, value))}`}.`,
    ...(reason === undefined
      ? mendValue(schema, value)
      : { mend: `Correct it${defaultWords(schema, ', or leave it out for the default, ')}.` }),
    pointAt: 'value',
  };
}

/** Of a union the branch of the value's own kind, since only its range is at fault; but never a mere word of it. */
function narrowed(schema: Schema, value: unknown): Schema {
  const branch = branchFor(schema, value);
  return branch instanceof z.ZodNumber || branch instanceof z.ZodArray ? branch : schema;
}
