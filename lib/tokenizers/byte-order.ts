/**
 * The order in which GPT-2 and all its successors number the 256 bytes: those that are printed as one sign first.
 *
 * Reference: `bytes_to_unicode` in the code of GPT-2 (Radford et al. 2019), which shows each byte as one character.
 */

const printed = [...range(0x21, 0x7e), ...range(0xa1, 0xac), ...range(0xae, 0xff)];
const others = range(0, 0xff).filter((byte) => !printed.includes(byte));

/** id → byte */
export const byteOfId: readonly number[] = [...printed, ...others];

/** byte → id */
export const idOfByte: readonly number[] = byteOfId
  .map((byte, id) => [byte, id] as const)
  .toSorted(([a], [b]) => a - b)
  .map(([, id]) => id);

/** byte → the character that Hugging Face's files show it as */
export const characterOfByte: readonly string[] = idOfByte.map((id, byte) =>
  String.fromCodePoint(id < printed.length ? byte : 0x100 + id - printed.length),
);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
