/** What every tokenizer of the course can do. */

/** What to do where the text spells a special token: users write text, and text must not become a command by accident. */
export type SpecialPolicy = "refuse" | "as-text" | "allow";

export interface EncodeOptions {
  /** Default `refuse`: an error that names the special token found. */
  special?: SpecialPolicy;
  /** A lone half of a surrogate pair has no UTF-8 form. Default `refuse`; `replace` writes U+FFFD, as tiktoken does. */
  loneSurrogates?: "refuse" | "replace";
}

/** One token of a text, for people: `text` shows bytes that are no whole character as `⟨e4⟩`. */
export interface Piece {
  id: number;
  text: string;
}

export interface Tokenizer {
  /** Number of different ids. */
  readonly size: number;
  encode(text: string, options?: EncodeOptions): number[];
  /** The text of `ids`; bytes that are no valid UTF-8 become U+FFFD. Throws on an id that does not exist. */
  decode(ids: readonly number[]): string;
  /** `encode`, with what each token stands for. */
  pieces(text: string, options?: EncodeOptions): Piece[];
  /** Everything needed to load it again, as JSON text with a version. */
  save(): string;
}
