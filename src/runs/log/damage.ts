/** What of an event log could not be read. */
export interface Damage {
  /** Lines that are no events. */
  readonly damagedLines: number;
  /** The numbers, from 1, of the first of them. */
  readonly firstDamagedLines: readonly number[];
  /** Events of a newer version of Distillery, left out. */
  readonly unknownEvents: number;
  /** Bytes after the last newline: an event being written right now, or one that was cut. */
  readonly cutBytes: number;
}
