import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../lib/kernel/wire.ts";
import type { Message, Signing } from "../../lib/kernel/wire.ts";

const signing: Signing = { key: "a0436f6c-1916-498b-8eb9-e81ab9368e84", hash: "sha256" };
const delimiter = Buffer.from("<IDS|MSG>");
const parts = ['{"msg_id":"1","msg_type":"kernel_info_request"}', "{}", "{}", '{"code":"字😀"}'].map((text) =>
  Buffer.from(text),
);
// jupyter_client 8.10.0, Session(key=b"a0436f6c-…").sign(parts)
const signature = Buffer.from("8451d5d873500fb86903aa4e6554cc8de8f98caeb242637516c8fe138329b680");

function frames(...replaced: [index: number, frame: Buffer][]): Buffer[] {
  const all: Buffer[] = [Buffer.from("client"), delimiter, signature, ...parts];
  for (const [index, frame] of replaced) all[index] = frame;
  return all;
}

function message(content: Message["content"], rest: Partial<Message> = {}): Message {
  return {
    prefix: [],
    header: { msg_id: "1", msg_type: "t" },
    parent: {},
    metadata: {},
    content,
    buffers: [],
    ...rest,
  };
}

describe("decode", () => {
  test("reads what jupyter_client has signed", () => {
    expect(decode(frames(), signing)).toEqual({
      prefix: [Buffer.from("client")],
      header: { msg_id: "1", msg_type: "kernel_info_request" },
      parent: {},
      metadata: {},
      content: { code: "字😀" },
      buffers: [],
    });
  });

  test("reads another HMAC where the connection names one", () => {
    // jupyter_client 8.10.0, Session(key=b"k", signature_scheme="hmac-sha512").sign(parts)
    const sha512 =
      "c877a0883238b7a8d060bf484e17076b27c1e7356ed20aea9941d6d464ce135fc7db2a32006f7cf93634fa8c92d752ea4fea8eaf1dbe484ceef1726126ecd4a9";
    expect(decode(frames([2, Buffer.from(sha512)]), { key: "k", hash: "sha512" })?.header.msg_id).toBe("1");
  });

  test("gives nothing for a signature that is wrong, empty, cut, longer, or in capitals", () => {
    const hex = signature.toString();
    for (const wrong of ["", "0".repeat(64), hex.slice(0, -1), `${hex}0`, hex.toUpperCase(), "é".repeat(32)]) {
      expect(decode(frames([2, Buffer.from(wrong)]), signing)).toBeUndefined();
    }
  });

  test("gives nothing if any signed part was changed", () => {
    for (const index of [3, 4, 5, 6]) {
      const changed = Buffer.concat([frames()[index]!, Buffer.from(" ")]);
      expect(decode(frames([index, changed]), signing)).toBeUndefined();
    }
  });

  test("takes any signature where the key is empty", () => {
    expect(decode(frames([2, Buffer.from("anything")]), { key: "", hash: "sha256" })).toBeDefined();
  });

  test("gives nothing for frames that are missing", () => {
    for (let length = 0; length < 7; length++) expect(decode(frames().slice(0, length), signing)).toBeUndefined();
    expect(decode(frames().toSpliced(1, 1), signing)).toBeUndefined();
  });

  test.each([
    ["not JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["a number", "1"],
    ["without a type", '{"msg_id":"1"}'],
    ["with a number as id", '{"msg_id":1,"msg_type":"t"}'],
    ["nested a hundred thousand deep", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
  ])("gives nothing for a header that is %s, even if nothing is signed", (_, header) => {
    expect(decode(frames([3, Buffer.from(header)]), { key: "", hash: "sha256" })).toBeUndefined();
  });

  test("gives nothing for bytes that are not UTF-8", () => {
    const latin1 = Buffer.from('{"code":"\xe9"}', "latin1");
    expect(decode(frames([6, latin1]), { key: "", hash: "sha256" })).toBeUndefined();
  });

  test("never throws, whatever the frames", () => {
    const frame = fc.oneof(
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(delimiter, signature, ...parts),
    );
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), fc.constantFrom("", signing.key), (frames, key) => {
        decode(frames, { key, hash: "sha256" });
      }),
    );
  });
});

describe("encode", () => {
  test("is undone by decode, for any JSON and any buffers", () => {
    const bytes = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes));
    const prefix = fc.array(
      bytes.filter((frame) => !frame.equals(delimiter)),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(fc.json(), prefix, fc.array(bytes, { maxLength: 3 }), (json, prefix, buffers) => {
        const sent = message({ value: JSON.parse(json) as unknown }, { prefix, buffers });
        expect(JSON.stringify(decode(encode(sent, signing), signing))).toBe(JSON.stringify(sent));
      }),
    );
  });

  test("replaces a lone surrogate, which Python clients cannot save, and keeps a pair and a text that looks like one", () => {
    const content = { text: "a\ud800b", emoji: "😀", written: String.raw`\ud800` };
    expect(decode(encode(message(content), signing), signing)?.content).toEqual({
      text: "a\ufffdb",
      emoji: "😀",
      written: String.raw`\ud800`,
    });
  });

  test("throws for what JSON cannot hold", () => {
    expect(() => encode(message({ value: 1n }), signing)).toThrow(TypeError);
  });
});
