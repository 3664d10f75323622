/**
 * Memory for results, used again: getting megabytes from the system at each step costs more than filling them.
 *
 * Sizes are rounded up to one of four steps between powers of two, so that results of changing shapes find some.
 */
export class BufferPool {
  readonly #free = new Map<number, ArrayBuffer[]>();
  readonly #limit: number;
  #bytes = 0;

  /** `limit`: the most bytes that are kept for later. */
  constructor({ limit }: { limit: number }) {
    this.#limit = limit;
  }

  /** Bytes that wait to be used. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Memory of at least so many bytes, with anything in it. */
  take(bytes: number): ArrayBuffer {
    const size = sizeClass(bytes);
    const buffer = this.#free.get(size)?.pop();
    if (!buffer) return new ArrayBuffer(size);
    this.#bytes -= size;
    return buffer;
  }

  /** Give back what `take` gave, once nobody looks at it any more. */
  give(buffer: ArrayBuffer): void {
    if (this.#bytes + buffer.byteLength > this.#limit) return;
    const free = this.#free.get(buffer.byteLength);
    if (free) free.push(buffer);
    else this.#free.set(buffer.byteLength, [buffer]);
    this.#bytes += buffer.byteLength;
  }

  clear(): void {
    this.#free.clear();
    this.#bytes = 0;
  }
}

function sizeClass(bytes: number): number {
  if (bytes <= 64) return 64;
  const step = 2 ** (Math.floor(Math.log2(bytes - 1)) - 2);
  return Math.ceil(bytes / step) * step;
}
