import { decimal } from '../../../common/format';

/** A loss with four decimals, or in scientific notation where those would not do. */
export function formatLoss(loss: number | 'not finite'): string {
  if (loss === 'not finite' || !Number.isFinite(loss)) return 'not finite';
  return loss !== 0 && (loss < 0.001 || loss >= 1000) ? loss.toExponential(2) : decimal(loss, 4);
}
