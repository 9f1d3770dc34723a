export const LOWEST_TEMPERATURE = 0.5;
export const HIGHEST_TEMPERATURE = 20;

/** The temperature at a place of the slider, from 0 to 1, logarithmic, to two decimals. */
export function temperatureAt(position: number): number {
  const ratio = HIGHEST_TEMPERATURE / LOWEST_TEMPERATURE;
  return Number((LOWEST_TEMPERATURE * ratio ** position).toFixed(2));
}

/** The place on the slider, from 0 to 1, of a temperature; the nearest end for those beyond. */
export function positionOf(temperature: number): number {
  const ratio = HIGHEST_TEMPERATURE / LOWEST_TEMPERATURE;
  const position = Math.log(temperature / LOWEST_TEMPERATURE) / Math.log(ratio);
  return Math.min(1, Math.max(0, position));
}
