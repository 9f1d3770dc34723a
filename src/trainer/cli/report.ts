import type { Report } from '../../protocol/report';
import type { Terminal } from './terminal';

/** A report as lines for this terminal. */
export async function reportLines(report: Report, terminal: Terminal): Promise<string[]> {
  const { renderTerminal } = await import('../report');
  const text = renderTerminal(report, { width: terminal.columns, color: terminal.style.color });
  return text.trimEnd().split('\n');
}
