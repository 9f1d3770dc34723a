/** A tensor outside any engine: what checkpoints, caches and saved logits are made of. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}
