import { percent, points, significant } from '../../common/format';

const SMALLEST = 1e-5;
/** Below, one decimal of a percentage says too little. */
const FINE_BELOW = 1e-2;

/** A share from 0 to 1 as "12.3 %", "0.053 %", "< 0.001 %". */
export function shareText(share: number): string {
  if (share === 0 || share >= FINE_BELOW) return percent(share, 1);
  return share < SMALLEST ? '< 0.001 %' : `${significant(100 * share, 2)} %`;
}

/** A difference of two shares in percentage points, as "+12.3", "−0.053", "0.0". */
export function differenceText(difference: number): string {
  const size = Math.abs(difference);
  if (size < SMALLEST || size >= FINE_BELOW) return points(difference, 1);
  const digits = significant(100 * size, 2);
  return difference > 0 ? `+${digits}` : `−${digits}`;
}
