/** `npm run kernel` as Jupyter sees it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openDesk, root } from "./tool.ts";
import type { Ran } from "./tool.ts";

const desk = openDesk();
afterAll(() => desk.remove());

/** The user's folders of Jupyter win over those of the tools' environment, which has a kernel of the name too. */
const user = { JUPYTER_DATA_DIR: path.join(desk.folder, "user data"), JUPYTER_PREFER_ENV_PATH: "0" };

function kernel(...args: string[]): { status: number | null; output: string } {
  const command = [path.join(root, "scripts", "kernel.ts"), ...args];
  const env = { ...process.env, ...user, PATH: path.dirname(desk.executable) };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, env, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

const jupyter = (...args: string[]): Promise<Ran> => desk.python(["-m", "jupyter", ...args], { env: user });

interface Listed {
  resource_dir: string;
  spec: Record<string, unknown> & { argv: string[]; env: Record<string, string>; metadata: object };
}

async function listed(): Promise<Record<string, Listed>> {
  const { stdout, status, output } = await jupyter("kernelspec", "list", "--json");
  expect(status, output).toBe(0);
  return (JSON.parse(stdout) as { kernelspecs: Record<string, Listed> }).kernelspecs;
}

describe("npm run kernel", () => {
  test("-- install makes both kernels known to Jupyter and VS Code, and -- doctor finds nothing wrong", async () => {
    expect(kernel("install")).toMatchObject({ status: 0 });
    const specs = await listed();
    for (const [name, language] of [
      ["tslab", "typescript"],
      ["jslab", "javascript"],
    ] as const) {
      const { resource_dir, spec } = specs[name]!;
      expect(resource_dir).toBe(path.join(user.JUPYTER_DATA_DIR, "kernels", name));
      // what VS Code needs to list a kernel and to colour its cells; with a debugger it would offer one
      expect(spec.display_name).toEqual(expect.stringMatching(/Script/));
      expect(spec.language).toBe(language);
      expect(spec.argv.filter((word) => word === "{connection_file}")).toHaveLength(1);
      expect(path.isAbsolute(spec.argv[0]!)).toBe(true);
      expect(Object.values(spec.env).every((value) => typeof value === "string")).toBe(true);
      expect(spec.metadata).not.toHaveProperty("debugger");
      // readable for people: one entry per line
      expect(readFileSync(path.join(resource_dir, "kernel.json"), "utf8").split("\n").length).toBeGreaterThan(10);
    }
    const doctor = kernel("doctor");
    expect(doctor.output).toMatch(/worked out 1 \+ 1/);
    expect(doctor.output).not.toMatch(/✗/);
    expect(doctor.status).toBe(0);
  });

  test("-- uninstall removes both, and the doctor says so", async () => {
    kernel("install");
    expect(kernel("uninstall")).toMatchObject({ status: 0 });
    expect(Object.values(await listed()).map(({ resource_dir }) => resource_dir)).not.toContainEqual(
      expect.stringContaining("user data"),
    );
    const doctor = kernel("doctor");
    expect(doctor).toMatchObject({ status: 1, output: expect.stringContaining("No kernel in") });
  });

  test("-- install keeps another program's kernel, installs the other one, and says so", async () => {
    kernel("uninstall");
    mkdirSync(path.join(desk.folder, "theirs"));
    desk.writeText(
      "theirs/kernel.json",
      JSON.stringify({ argv: ["theirs", "{connection_file}"], display_name: "x", language: "x" }),
    );
    const theirs = await jupyter("kernelspec", "install", "--user", "--name", "tslab", "theirs");
    expect(theirs.status, theirs.output).toBe(0);
    expect(kernel("install")).toMatchObject({ status: 1, output: expect.stringContaining("--force") });
    const specs = await listed();
    expect(specs.tslab!.spec.argv[0]).toBe("theirs");
    expect(specs.jslab!.resource_dir).toContain("user data");
    expect(kernel("install", "--force")).toMatchObject({ status: 0 });
    expect((await listed()).tslab!.spec.language).toBe("typescript");
  });
});
