import { createScanner, findNodeAtOffset, type Node } from 'jsonc-parser';
import { parseTolerantly, type TextRange } from '../../experiment';

/**
 * What must go from a text so that the field, or the list's entry, at an offset is gone: itself, the comma that would be
 * left over, and the line if nothing else stands on it. Comments stay. Empty where there is nothing to remove.
 */
export function removalAt(text: string, offset: number): readonly TextRange[] {
  const root = parseTolerantly(text);
  const node = root && findNodeAtOffset(root, offset);
  const member = node && memberAround(node);
  const siblings = member?.parent?.children;
  if (member === undefined || siblings === undefined) return [];
  const own = commaAfter(text, endOf(member));
  const stretch = withSpaceAround(text, member.offset, own === undefined ? endOf(member) : own + 1);
  const previous = siblings[siblings.indexOf(member) - 1];
  const before = own === undefined && previous ? commaAfter(text, endOf(previous)) : undefined;
  return [...(before === undefined ? [] : [{ offset: before, length: 1 }]), stretch];
}

/** The property, or the list's entry, that a node is or belongs to. */
function memberAround(node: Node): Node | undefined {
  if (node.type === 'property' || node.parent?.type === 'array') return node;
  return node.parent && memberAround(node.parent);
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

/** SyntaxKind is a const enum of the package, which a file compiled by itself cannot use. */
const commaToken = 5;

function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  const token: number = scanner.scan();
  return token === commaToken ? scanner.getTokenOffset() : undefined;
}

/** The whole lines if nothing else stands on them, else with the spaces that follow, or precede what is last. */
function withSpaceAround(text: string, start: number, end: number): TextRange {
  const indent = /[ \t]*$/.exec(text.slice(Math.max(0, start - 1000), start))?.[0].length ?? 0;
  const lineStart = start - indent;
  const isFirstOnLine = lineStart === 0 || /[\r\n]/.test(text.charAt(lineStart - 1));
  const [trailing, lineBreak] = /^[ \t]*(\r\n|\r|\n)?/.exec(text.slice(end, end + 1000)) ?? [''];
  if (isFirstOnLine && lineBreak !== undefined) {
    return { offset: lineStart, length: end + trailing.length - lineStart };
  }
  const isLast = /^[ \t]*[}\]]/.test(text.slice(end, end + 1000));
  return isLast
    ? { offset: lineStart, length: end - lineStart }
    : { offset: start, length: end + trailing.length - (lineBreak?.length ?? 0) - start };
}
