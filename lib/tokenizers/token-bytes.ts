/** The bytes of the tokens that merges make. */
import { check } from "../core/index.ts";
import { concat } from "./bytes.ts";

/** All tokens together are no longer: thirty merges, each of the one before with itself, would else ask for gigabytes. */
const mostBytes = 2 ** 26;

/** The bytes of each token: those of `bytes`, and one for each merge of two earlier ones. `name` is who asks. */
export function tokenBytes(
  bytes: readonly number[],
  { merges, name }: { merges: readonly (readonly [number, number])[]; name: string },
): Uint8Array[] {
  const tokens: Uint8Array[] = bytes.map((byte) => Uint8Array.of(byte));
  let sum = tokens.length;
  merges.forEach(([left, right], n) => {
    const parts = [tokens[left]!, tokens[right]!];
    sum += parts[0]!.length + parts[1]!.length;
    check(sum <= mostBytes, `${name} merges[${n}]`, `tokens of at most ${mostBytes} bytes in all`, sum);
    tokens.push(concat(parts));
  });
  return tokens;
}
