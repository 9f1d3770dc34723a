const ZERO = '0'.charCodeAt(0);
const PLUS = '+'.charCodeAt(0);
const MINUS = '-'.charCodeAt(0);
const POINT = '.'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const LIST_END = ']'.charCodeAt(0);
const SMALL_E = 'e'.charCodeAt(0);
const LARGE_E = 'E'.charCodeAt(0);
const NULL = Buffer.from('null');

/** The powers of ten that are float64 numbers exactly. */
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Reads lists of numbers out of a line of JSON, byte by byte: no text is made of it, and no object. */
export class NumberListReader {
  /** Of the digits read last, the number that they make; from 2⁵³ on it is rounded. */
  private digits = 0;

  /** @param at the offset of what is read next */
  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** Whether these are the next bytes; then what follows them is read next. */
  passes(text: Buffer): boolean {
    const end = this.at + text.length;
    if (end > this.bytes.length || text.compare(this.bytes, this.at, end) !== 0) return false;
    this.at = end;
    return true;
  }

  /**
   * Reads a list from behind its opening bracket, up to and with the closing one. `values` receives what `JSON.parse` makes of
   * its entries, bit by bit, and NaN for null.
   *
   * @returns how many entries there were; -1 when there is anything but numbers and nulls, white space too, or nothing at all, or
   *   more than `values` holds
   */
  read(values: Float64Array): number {
    for (let count = 0; count < values.length;) {
      const isNull = this.bytes[this.at] === NULL[0];
      if (isNull ? !this.passes(NULL) : !this.readNumber(values, count)) return -1;
      if (isNull) values[count] = NaN;
      count++;
      const byte = this.bytes[this.at++];
      if (byte === LIST_END) return count;
      if (byte !== COMMA) return -1;
    }
    return -1;
  }

  /** @returns whether there is one */
  private readNumber(values: Float64Array, place: number): boolean {
    const { bytes, at: start } = this;
    const isNegative = bytes[start] === MINUS;
    if (isNegative) this.at++;
    this.digits = 0;
    if (bytes[this.at] === ZERO) this.at++;
    else if (this.readDigits() === 0) return false;
    let exponent = 0;
    if (bytes[this.at] === POINT) {
      this.at++;
      const decimals = this.readDigits();
      if (decimals === 0) return false;
      exponent = -decimals;
    }
    const { digits } = this;
    const byte = bytes[this.at];
    if (byte === SMALL_E || byte === LARGE_E) {
      this.at++;
      const sign = bytes[this.at];
      if (sign === PLUS || sign === MINUS) this.at++;
      this.digits = 0;
      if (this.readDigits() === 0) return false;
      exponent += sign === MINUS ? -this.digits : this.digits;
    }
    const power = POWERS_OF_TEN[Math.abs(exponent)];
    if (power === undefined || digits > Number.MAX_SAFE_INTEGER) {
      values[place] = Number(bytes.toString('latin1', start, this.at));
    } else {
      // Both are exact, so that rounding their quotient or product rounds the number itself.
      const size = exponent < 0 ? digits / power : digits * power;
      values[place] = isNegative ? -size : size;
    }
    return true;
  }

  /**
   * Puts the digits that come next behind those read before.
   *
   * @returns how many there were
   */
  private readDigits(): number {
    const { bytes, at: start } = this;
    let { digits, at } = this;
    for (;;) {
      const digit = (bytes[at] as number) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      digits = 10 * digits + digit;
      at++;
    }
    this.digits = digits;
    this.at = at;
    return at - start;
  }
}
