import { findNodeAtLocation, findNodeAtOffset, getNodePath, type Node } from 'jsonc-parser';
import { namesFile, parseTolerantly } from '../../experiment';

/** Where somebody is writing the path of a file. */
export interface PathPlace {
  /** The folder that is written already, up to its last slash. */
  readonly folder: string;
  /** Where the name of the file or folder in it begins, in UTF-16 code units. */
  readonly nameOffset: number;
  /** How the names of such files usually end; empty where anything will do. */
  readonly endings: readonly string[];
}

/** By the format of a dataset, or the type of a model. */
const endingsOf: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['csv', ['.csv', '.tsv', '.csv.gz', '.tsv.gz']],
  ['idx', ['-ubyte', '-ubyte.gz']],
  ['npy', ['.npy']],
  ['npz', ['.npz']],
  ['saved', ['.json']],
  ['module', ['.js', '.cjs', '.mjs']],
]);

/** The path that is being written at an offset; undefined where the experiment wants none. */
export function pathPlaceAt(text: string, offset: number): PathPlace | undefined {
  const root = parseTolerantly(text);
  const node = root && findNodeAtOffset(root, offset, true);
  if (node?.type !== 'string' || offset <= node.offset) return undefined;
  const isKey = node.parent?.type === 'property' && node.parent.children?.[0] === node;
  if (isKey || !namesFile(text, getNodePath(node))) return undefined;
  const start = node.offset + 1;
  const written = text.slice(start, offset);
  const folder = written.slice(0, written.lastIndexOf('/') + 1);
  return { folder, nameOffset: start + folder.length, endings: endingsOf.get(kindAround(node)) ?? [] };
}

/** The nearest `format` or `type` that an object around the node says. */
function kindAround(node: Node): unknown {
  for (let around = node.parent; around !== undefined; around = around.parent) {
    if (around.type !== 'object') continue;
    const kind = findNodeAtLocation(around, ['format']) ?? findNodeAtLocation(around, ['type']);
    if (kind !== undefined) return kind.value as unknown;
  }
  return undefined;
}
