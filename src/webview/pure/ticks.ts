import { decimal, significant } from '../../common/format';

const MAGNITUDES = Array.from({ length: 31 }, (_, index) => index - 15);
const ALL_STEPS = MAGNITUDES.flatMap((magnitude) => [1, 2, 5].map((digit) => digit * 10 ** magnitude));
const WHOLE_STEPS = ALL_STEPS.filter((step) => step >= 1);
const WHOLE_FROM = 4;
const SMALLEST_DECIMAL_STEP = 1e-4;

/** How far ticks may be apart: by whole numbers, unless so little is shown that these would be too few. */
export function tickSteps(low: number, high: number): number[] {
  return high - low >= WHOLE_FROM ? WHOLE_STEPS : ALL_STEPS;
}

/** A tick with as many decimals as the step to the next one needs; 0 for steps that grow, as on a logarithmic axis. */
export function tickText(value: number, step: number): string {
  if (value === 0) return '0';
  const isTiny = step > 0 ? step < SMALLEST_DECIMAL_STEP : Math.abs(value) < 0.001;
  if (isTiny) return Number(value.toPrecision(2)).toExponential().replaceAll('-', '−');
  if (step <= 0) return significant(value, 2);
  const decimals = Math.ceil(-Math.log10(step) - 1e-9);
  const isBetween = Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6;
  return decimal(value, Math.max(0, decimals + Number(isBetween)));
}
