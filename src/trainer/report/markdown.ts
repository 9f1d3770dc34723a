import { displayWidth, visibleText } from '../../common/text';
import type { Report } from '../../protocol/report';
import { contentOf, titleOf, type Block } from './content';

/** The text so that Markdown (CommonMark with GitHub's extensions) shows it letter by letter, on one line. */
export function escapeMarkdown(text: string): string {
  return visibleText(text.trim())
    .replace(/[\\`*_[\]<>|~&$#]/g, '\\$&')
    .replace(/:\/\//g, '\\://')
    .replace(/\b(www|mailto|xmpp)([.:])/gi, '$1\\$2')
    .replace(/@/g, '\\@');
}

/** As {@link escapeMarkdown}, for what begins a line, where a number or sign could begin a list. */
function escapeLine(text: string): string {
  return escapeMarkdown(text)
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** A report as Markdown, the verdict first. Names that come from data or experiment are text, never markup. */
export function renderMarkdown(report: Report): string {
  const blocks = contentOf(report);
  const written = blocks.map((block, index) => {
    const inList = block.kind === 'warning' && blocks[index - 1]?.kind === 'warning';
    return `${inList ? '\n' : '\n\n'}${markdownOf(block)}`;
  });
  return `# ${escapeMarkdown(titleOf(report))}${written.join('')}\n`;
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case 'verdict':
      return `**${escapeMarkdown(block.text)}**`;
    case 'heading':
      return `## ${escapeMarkdown(block.text)}`;
    case 'text':
      return escapeLine(block.text);
    case 'warning':
      return `- ${escapeLine(block.text)}${block.mend === undefined ? '' : ` *${escapeMarkdown(block.mend)}*`}`;
    case 'settings':
      return block.entries
        .map(([name, value]) => `- ${escapeLine(name)}: ${escapeMarkdown(value)}`)
        .join('\n');
    case 'table':
      return table(block.header, block.rows);
  }
}

/** A GitHub table whose source is aligned too: text to the left, numbers to the right. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(escapeMarkdown));
  const widths = header.map((_, column) =>
    Math.max(3, ...lines.map((line) => displayWidth(line[column] ?? ''))),
  );
  const written = lines.map(
    (line) =>
      `| ${widths
        .map((width, column) => {
          const cell = line[column] ?? '';
          const space = ' '.repeat(width - displayWidth(cell));
          return column === 0 ? cell + space : space + cell;
        })
        .join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [written[0], rule, ...written.slice(1)].join('\n');
}
