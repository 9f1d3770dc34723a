/** How long ago something was, in the largest unit of which it is at least one. */
export interface Age {
  readonly unit: 'minute' | 'hour' | 'day';
  /** Whole ones; 0 of what is younger than a minute. */
  readonly count: number;
}

export function ageOf(milliseconds: number): Age {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return { unit: 'minute', count: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? { unit: 'hour', count: hours } : { unit: 'day', count: Math.floor(hours / 24) };
}
