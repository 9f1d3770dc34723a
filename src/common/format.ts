/** How numbers are written for people: reports, the command line and the editor say them alike. */

const MINUS = '−';

/** `decimals` digits after the point, with a real minus and never "−0.00". */
export function decimal(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : `${MINUS}∞`;
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? MINUS + digits : digits;
}

/** As {@link decimal}, with a plus before what is above 0: "+0.42", "−0.30", "0.00". */
export function signed(value: number, decimals: number): string {
  const text = decimal(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/** A share from 0 to 1 as "97.90 %". */
export function percent(fraction: number, decimals = 2): string {
  return `${decimal(100 * fraction, decimals)} %`;
}

/** A difference of two shares in percentage points, without the word: "+0.42". */
export function points(difference: number, decimals = 2): string {
  return signed(100 * difference, decimals);
}

/** A number rounded to so many significant digits, without an exponent: "0.0712", "12.3". */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value) || value === 0) return decimal(value, 0);
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  return decimal(value, Math.min(100, Math.max(0, digits - 1 - magnitude)));
}

/** A whole number with commas between thousands: "10,000". */
export function count(value: number): string {
  return decimal(value, 0).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 seed", "3 seeds": a count with its noun. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** A size in steps of 1000: "512 B", "1.23 kB", "45.6 MB". */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let amount = value;
  let step = 0;
  while (Number(amount.toPrecision(3)) >= 1000 && step < units.length - 1) {
    amount /= 1000;
    step++;
  }
  return `${step === 0 ? count(amount) : significant(amount)} ${units[step] ?? 'B'}`;
}

/** How long something took, from seconds: "35 ms", "4.2 s", "42 s", "3 min 05 s", "2 h 07 min". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return decimal(seconds, 0);
  if (seconds < 0.9995) return `${decimal(1000 * seconds, 0)} ms`;
  if (seconds < 9.95) return `${decimal(seconds, 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  const minutes = Math.round(seconds / 60);
  return `${count(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Milliseconds of one prediction: "0.213 ms", "12.4 ms". */
export function milliseconds(value: number): string {
  return `${significant(value)} ms`;
}

/** How many times more: "12.3×". */
export function factor(value: number): string {
  return `${significant(value)}×`;
}
