/**
 * The tokens of words that were met before, found without making a text of the word: by the hash of its characters where
 * they stand. A Map of texts would need one for each word of a long text only to ask.
 *
 * Reference: Knuth, The Art of Computer Programming 3, section 6.4, algorithm L.
 */

/** It starts with room for so many words, and doubles. */
const firstRoom = 1024;

export class WordCache {
  /** Place → word + 1, or 0. */
  #places = new Int32Array(4 * firstRoom);
  #hashes = new Int32Array(firstRoom);
  /** Where each word's characters begin, and behind the last one. */
  #starts = new Int32Array(firstRoom + 1);
  /** Where each word's tokens begin, and behind the last one. */
  #tokenStarts = new Int32Array(firstRoom + 1);
  #characters = new Uint16Array(8 * firstRoom);
  #tokens = new Int32Array(4 * firstRoom);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Append the tokens of `text` from `start` to `end` to `ids`, if they are known. */
  appendTo(ids: number[], text: string, { start, end }: { start: number; end: number }): boolean {
    const word = this.#places[this.#placeOf(text, start, end)]! - 1;
    if (word < 0) return false;
    for (let i = this.#tokenStarts[word]!; i < this.#tokenStarts[word + 1]!; i++) ids.push(this.#tokens[i]!);
    return true;
  }

  /** Remember the tokens of a word that is not known. */
  add(text: string, { start, end, tokens }: { start: number; end: number; tokens: readonly number[] }): void {
    if (this.#size === this.#hashes.length) this.#grow();
    const word = this.#size++;
    this.#places[this.#placeOf(text, start, end)] = word + 1;
    this.#hashes[word] = hashOf(text, start, end);
    const at = this.#starts[word]!;
    this.#characters = withRoom(this.#characters, at + end - start);
    for (let i = start; i < end; i++) this.#characters[at + i - start] = text.charCodeAt(i);
    this.#starts[word + 1] = at + end - start;
    const first = this.#tokenStarts[word]!;
    this.#tokens = withRoom(this.#tokens, first + tokens.length);
    this.#tokens.set(tokens, first);
    this.#tokenStarts[word + 1] = first + tokens.length;
  }

  /** Where the word is, or the free place where it belongs. */
  #placeOf(text: string, start: number, end: number): number {
    const hash = hashOf(text, start, end);
    const mask = this.#places.length - 1;
    for (let place = (hash ^ (hash >>> 15)) & mask; ; place = (place + 1) & mask) {
      const word = this.#places[place]! - 1;
      if (word < 0 || (this.#hashes[word] === hash && this.#isWord(word, text, start, end))) return place;
    }
  }

  #isWord(word: number, text: string, start: number, end: number): boolean {
    const at = this.#starts[word]!;
    if (this.#starts[word + 1]! - at !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#characters[at + i - start] !== text.charCodeAt(i)) return false;
    return true;
  }

  #grow(): void {
    const room = 2 * this.#hashes.length;
    this.#hashes = withRoom(this.#hashes, room);
    this.#starts = withRoom(this.#starts, room + 1);
    this.#tokenStarts = withRoom(this.#tokenStarts, room + 1);
    // at most a quarter full
    this.#places = new Int32Array(4 * room);
    const mask = this.#places.length - 1;
    for (let word = 0; word < this.#size; word++) {
      const hash = this.#hashes[word]!;
      let place = (hash ^ (hash >>> 15)) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = word + 1;
    }
  }
}

/** FNV-1a over the UTF-16 units. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c_9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193);
  return hash;
}

/** The same numbers with room for at least `length`. */
function withRoom<T extends Int32Array | Uint16Array>(numbers: T, length: number): T {
  if (numbers.length >= length) return numbers;
  const larger = new (numbers.constructor as new (length: number) => T)(Math.max(length, 2 * numbers.length));
  larger.set(numbers);
  return larger;
}
