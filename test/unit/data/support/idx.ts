/** The bytes of an IDX file, from its definition. */
export function idxFile(
  typeCode: number,
  shape: readonly number[],
  data: Uint8Array | readonly number[],
): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = typeCode;
  header[3] = shape.length;
  shape.forEach((length, axis) => header.writeUInt32BE(length, 4 + 4 * axis));
  return Buffer.concat([header, Uint8Array.from(data)]);
}

/** `count` images of `height` × `width` whose pixels count up, and labels 0, 1, 2, 0, …. */
export function smallSet(count: number, height = 2, width = 3): { images: Uint8Array; labels: Uint8Array } {
  const pixels = Array.from({ length: count * height * width }, (_, index) => index % 256);
  const labels = Array.from({ length: count }, (_, index) => index % 3);
  return { images: idxFile(0x08, [count, height, width], pixels), labels: idxFile(0x08, [count], labels) };
}
