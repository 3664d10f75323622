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
    const free = this.#free.get(size);
    if (!free) return new ArrayBuffer(size);
    const buffer = free.pop()!;
    if (free.length === 0) this.#free.delete(size);
    this.#bytes -= size;
    return buffer;
  }

  /** Give back what `take` gave, once nobody looks at it any more. */
  give(buffer: ArrayBuffer): void {
    const size = buffer.byteLength;
    const free = this.#free.get(size) ?? [];
    free.push(buffer);
    // the order of a Map is that in which its keys were set
    this.#free.delete(size);
    this.#free.set(size, free);
    this.#bytes += size;
    while (this.#bytes > this.#limit) this.#dropOldest();
  }

  /** Give up one of the size that came back longest ago. */
  #dropOldest(): void {
    const [size, free] = this.#free.entries().next().value!;
    free.pop();
    this.#bytes -= size;
    if (free.length === 0) this.#free.delete(size);
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
