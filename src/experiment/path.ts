/** Where a value stands in the experiment: field names and list indices, from the root. */
export type JsonPath = readonly (string | number)[];

/** Longer names are cut. */
const longestShown = 60;

const plainName = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** `student.model.layers[0].units`, as people write it; the root is "the experiment". */
export function formatPath(path: JsonPath): string {
  if (path.length === 0) return 'the experiment';
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      const name = part.length > longestShown ? `${part.slice(0, longestShown - 1)}…` : part;
      if (!plainName.test(part)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

/** Whether `path` is `ancestor` or lies below it. */
export function isWithin(path: JsonPath, ancestor: JsonPath): boolean {
  return ancestor.every((part, index) => path[index] === part) && path.length >= ancestor.length;
}

/** The field or entry `part` of a value; undefined where there is none. Inherited properties do not count. */
export function memberOf(value: unknown, part: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[part];
}

/** The value at `path`; undefined where there is none. */
export function valueAt(root: unknown, path: JsonPath): unknown {
  return path.reduce(memberOf, root);
}

/** Sets a field as the object's own, even one called `__proto__`. */
export function setMember(target: object, part: string | number, value: unknown): void {
  Object.defineProperty(target, part, { value, writable: true, enumerable: true, configurable: true });
}
