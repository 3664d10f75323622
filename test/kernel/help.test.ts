import { describe, expect, test } from "vitest";
import { topicOf } from "../../lib/kernel/help.ts";

describe("a cell asks about a name", () => {
  test.each([
    ["Math.max?", "Math.max"],
    ["?parseInt", "parseInt"],
    [" ?? $x_1 \n", "$x_1"],
    ["größe.数??\n", "größe.数"],
    ["tf?;", "tf"],
  ])("with %j", (code, topic) => expect(topicOf(code)).toBe(topic));

  // the first three are TypeScript, or become it with the next key
  test.each(["a ? b : c", "a?.b", "f()?", "a ?? b", "?", "", "1?", "a\n?b", "// a?", "'a?'", "a??;b", "a.?"])(
    "and does not with %j",
    (code) => expect(topicOf(code)).toBe(undefined),
  );
});
