/** The numbers with room for twice as many as are needed now. */
export function enlarged(old: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * length);
  larger.set(old);
  return larger;
}
