import { lineWidth } from '../text/columns';

/**
 * What removes the last line drawn, with the cursor still at its end; a window that has become narrower since has wrapped
 * it over several rows.
 */
export function eraseSequence(drawn: string | null, columns: number): string {
  if (drawn === null) return '';
  const rows = Math.max(1, Math.ceil(lineWidth(drawn) / Math.max(1, columns)));
  return `${'\u001b[2K\u001b[1A'.repeat(rows - 1)}\r\u001b[2K`;
}
