import type { Node } from 'jsonc-parser';
import type { FilePosition } from '../../common/errors';
import type { TextRange } from '../diagnostics';
import { setMember, type JsonPath } from '../path';
import { Lines } from './lines';
import { clampRange, parseSyntax, type SyntaxProblem } from './syntax';

/** A field that is written twice in one object. */
export interface DuplicateField {
  readonly path: JsonPath;
  readonly range: TextRange;
  /** The name of the first one. */
  readonly first: TextRange;
}

/** The text of an experiment file, read as JSON with comments, with the place of every value. */
export class ExperimentDocument {
  readonly syntaxProblems: readonly SyntaxProblem[];
  readonly duplicates: readonly DuplicateField[];
  /** What the text says, as far as it could be read; of duplicate fields the last. Undefined when there is no value. */
  readonly value: unknown;
  private readonly lines: Lines;
  private readonly root: Node | undefined;
  /** The values of objects by name, once they have been looked for. */
  private readonly membersOf = new WeakMap<Node, ReadonlyMap<unknown, Node | undefined>>();

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {
    this.lines = new Lines(text);
    const { root, problems } = parseSyntax(text, this.lines);
    this.root = root;
    this.syntaxProblems = problems;
    const duplicates: DuplicateField[] = [];
    if (root !== undefined) this.collectDuplicates(root, [], duplicates);
    this.duplicates = duplicates;
    this.value = root === undefined ? undefined : toValue(root);
  }

  positionAt(offset: number): FilePosition {
    return { file: this.file, ...this.lines.positionAt(offset) };
  }

  lineAt(offset: number): number {
    return this.lines.positionAt(offset).line;
  }

  /** Whether the text itself (not an override, not a default) gives the value at `path`. */
  has(path: JsonPath): boolean {
    return this.find(path) !== undefined;
  }

  /** The value at `path`; where the text has none, the name of the nearest field around it. */
  rangeOfValue(path: JsonPath): TextRange {
    const found = this.find(path);
    return found === undefined ? this.rangeOfKey(path.slice(0, -1)) : rangeOf(found, this.text);
  }

  /** The name of the field at `path`; for a list entry, its value; for the root, its opening brace. */
  rangeOfKey(path: JsonPath): TextRange {
    const found = this.find(path);
    if (found === undefined)
      return path.length === 0 ? { offset: 0, length: 0 } : this.rangeOfKey(path.slice(0, -1));
    if (found.parent?.type === 'property') return rangeOf(found.parent.children?.[0] ?? found, this.text);
    const isOpening = found.type === 'object' || found.type === 'array';
    return clampRange({ offset: found.offset, length: isOpening ? 1 : found.length }, this.text);
  }

  private find(path: JsonPath): Node | undefined {
    return path.reduce<Node | undefined>(
      (node, part) => (node === undefined ? undefined : this.childOf(node, part)),
      this.root,
    );
  }

  private childOf(node: Node, part: string | number): Node | undefined {
    if (node.type === 'array') return typeof part === 'number' ? node.children?.[part] : undefined;
    if (node.type !== 'object') return undefined;
    let members = this.membersOf.get(node);
    if (members === undefined) {
      const properties = (node.children ?? []).map(({ children }) => children ?? []);
      members = new Map(properties.map(([key, value]) => [key?.value as unknown, value]));
      this.membersOf.set(node, members);
    }
    return members.get(part);
  }

  private collectDuplicates(node: Node, path: JsonPath, into: DuplicateField[]): void {
    const firsts = new Map<string, Node>();
    node.children?.forEach((child, index) => {
      if (node.type === 'array') {
        this.collectDuplicates(child, [...path, index], into);
        return;
      }
      const [key, value] = child.children ?? [];
      if (key === undefined) return;
      const name = String(key.value);
      const first = firsts.get(name);
      if (first === undefined) firsts.set(name, key);
      else {
        const range = rangeOf(key, this.text);
        into.push({ path: [...path, name], range, first: rangeOf(first, this.text) });
      }
      if (value !== undefined) this.collectDuplicates(value, [...path, name], into);
    });
  }
}

function rangeOf(node: Node, text: string): TextRange {
  return clampRange({ offset: node.offset, length: node.length }, text);
}

function toValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(toValue);
  if (node.type !== 'object') return node.value;
  const object = {};
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key !== undefined && value !== undefined) setMember(object, String(key.value), toValue(value));
  }
  return object;
}
