import { expect, test } from "vitest";
import { parseConnection } from "../../lib/kernel/connection-file.ts";

// the example of the Jupyter client documentation, "Connection files"
const example = {
  control_port: 50160,
  shell_port: 57503,
  transport: "tcp",
  signature_scheme: "hmac-sha256",
  stdin_port: 52597,
  hb_port: 42540,
  ip: "127.0.0.1",
  iopub_port: 40885,
  key: "a0436f6c-1916-498b-8eb9-e81ab9368e84",
};
const parse = (changes: Record<string, unknown> = {}) => parseConnection(JSON.stringify({ ...example, ...changes }));

test("the documentation's example gives an address for each channel, and the key", () => {
  expect(parse()).toEqual({
    addresses: {
      shell: "tcp://127.0.0.1:57503",
      iopub: "tcp://127.0.0.1:40885",
      stdin: "tcp://127.0.0.1:52597",
      control: "tcp://127.0.0.1:50160",
      hb: "tcp://127.0.0.1:42540",
    },
    ports: { shell: 57503, iopub: 40885, stdin: 52597, control: 50160, hb: 42540 },
    signing: { key: example.key, hash: "sha256" },
  });
});

test("fields that later versions add are ignored, and missing ones have the protocol's defaults", () => {
  const { transport: _t, key: _k, signature_scheme: _s, ...rest } = example;
  const parsed = parseConnection(JSON.stringify({ ...rest, kernel_name: "tslab", curve_publickey: "x" }));
  expect(parsed.signing).toEqual({ key: "", hash: "sha256" });
  expect(parsed.addresses.hb).toBe("tcp://127.0.0.1:42540");
});

test("ipc addresses are made as jupyter_client makes them: the path, a dash, the number", () => {
  expect(parse({ transport: "ipc", ip: "/run/kernel", shell_port: 1 }).addresses.shell).toBe("ipc:///run/kernel-1");
});

test("an IPv6 address is put in brackets", () => {
  expect(parse({ ip: "::1" }).addresses.shell).toBe("tcp://[::1]:57503");
  expect(parse({ ip: "[::1]" }).addresses.shell).toBe("tcp://[::1]:57503");
});

test.each([
  [{ shell_port: undefined }, /shell_port: expected .*1 to 65535, got undefined/u],
  [{ hb_port: 0 }, /hb_port: expected .*1 to 65535, got 0/u],
  [{ hb_port: 65_536 }, /hb_port/u],
  [{ hb_port: 1.5 }, /hb_port/u],
  [{ hb_port: "42540" }, /hb_port: .*got "42540"/u],
  [{ ip: "" }, /ip: expected/u],
  [{ transport: "udp" }, /transport: expected .*"tcp".*got "udp"/u],
  [{ signature_scheme: "rsa" }, /signature_scheme/u],
  [{ signature_scheme: "hmac-rot13" }, /signature_scheme: expected hmac- and a known hash/u],
])("%o is refused with a message that names the field", (changes, message) => {
  expect(() => parse(changes)).toThrow(message);
});

test.each(["", "{", "null", "[]", '"text"', "\u0000"])("the text %o is refused", (text) => {
  expect(() => parseConnection(text)).toThrow(/^connection file: /u);
});

test("no error shows the key", () => {
  const broken = JSON.stringify(example).replace("}", "");
  const attempts = [() => parseConnection(broken), ...[["secret-key"], 47_114_711].map((key) => () => parse({ key }))];
  for (const attempt of attempts) {
    expect(attempt).toThrow(/^connection file: (?!.*(?:a0436f6c|secret-key|47114711))/su);
  }
});
