import { pathToFileURL } from "node:url";
import path from "node:path";
import { expect, test } from "vitest";
import { withoutOwnFrames } from "../../../lib/session/child/stack-text.ts";

const ours = (file: string): string =>
  `${pathToFileURL(path.resolve(import.meta.dirname, "../../../lib/session/child", file)).href}:40:15`;
const calls = [
  "    at Session.post (node:inspector:139:22)",
  `    at ${ours("evaluate.ts")}`,
  "    at new Promise (<anonymous>)",
  `    at run (${ours("main.ts")})`,
  "    at MessagePort.<anonymous> (node:internal/worker:354:14)",
];

test("a stack ends where the cell begins", () => {
  expect(withoutOwnFrames(["Error: x", "    at f (In[1]:1:1)", "    at In[1]:2:1", ...calls].join("\n"))).toBe(
    "Error: x\n    at f (In[1]:1:1)\n    at In[1]:2:1",
  );
});

test("frames of ours before the cell's are left out too", () => {
  const stack = ["Error: x", `    at ask (${ours("stdin.ts")})`, "    at In[1]:2:1", ...calls];
  expect(withoutOwnFrames(stack.join("\n"))).toBe("Error: x\n    at In[1]:2:1");
});

test("what surrounds a stack in printed text stays: brackets, causes, other lines", () => {
  const inner = ["    [cause]: Error: c", "        at In[2]:1:75", ...calls.map((line) => `    ${line}`)];
  const text = [
    "{",
    "  a: Error: y",
    "    at In[2]:1:9",
    "    ... 4 lines matching cause stack trace ...",
    `${calls[4]} {`,
    ...inner,
    "  }",
    "}",
    "",
  ];
  expect(withoutOwnFrames(text.join("\n"))).toBe(
    ["{", "  a: Error: y", "    at In[2]:1:9 {", "    [cause]: Error: c", "        at In[2]:1:75", "  }", "}", ""].join(
      "\n",
    ),
  );
});

test("text without frames of ours is the same text", () => {
  for (const text of ["", "\n", "    at noon (twelve:1:2)\n", "Error: x\n    at In[1]:1:1\n    at node:internal/a:1:1"])
    expect(withoutOwnFrames(text)).toBe(text);
});
