import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Resvg } from "@resvg/resvg-js";
import pixelmatch from "pixelmatch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { kernelDir, readKernelSpec, removeKernelSpec, writeKernelSpec } from "../../lib/lab/kernelspec.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), "specs 課程 "));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const main = path.join(import.meta.dirname, "../../lib/kernel/main.ts");
const ours = { argv: [process.execPath, "--disable-warning=ExperimentalWarning", main, "{connection_file}"] };
const foreign = { argv: ["tslab", "kernel", "--config-path", "{connection_file}"] };

function plant(text: string): void {
  mkdirSync(kernelDir(dataDir), { recursive: true });
  writeFileSync(path.join(kernelDir(dataDir), "kernel.json"), text);
}

/** A PNG as an SVG, to be drawn by the same program as the one it is compared with. */
function picture(png: Buffer, size: number): string {
  const data = `data:image/png;base64,${png.toString("base64")}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><image width="${size}" height="${size}" href="${data}"/></svg>`;
}

describe("a kernelspec", () => {
  test("is read back as written, written over itself, and removed", () => {
    writeKernelSpec(ours, { dataDir });
    writeKernelSpec(ours, { dataDir });
    expect(readKernelSpec(dataDir)).toEqual(ours);
    expect([removeKernelSpec({ dataDir }), removeKernelSpec({ dataDir })]).toEqual([true, false]);
  });

  test("of another name stands beside it", () => {
    writeKernelSpec(ours, { dataDir });
    writeKernelSpec({ argv: [...ours.argv, "--javascript"] }, { dataDir, name: "jslab" });
    expect(removeKernelSpec({ dataDir, name: "jslab" })).toBe(true);
    expect([readKernelSpec(dataDir), readKernelSpec(dataDir, "jslab")]).toEqual([ours, undefined]);
  });

  test.each([JSON.stringify(foreign), "{", "null", '{"argv":3}'])(
    "of another program (%s) is kept unless forced",
    (text) => {
      plant(text);
      expect(() => writeKernelSpec(ours, { dataDir })).toThrow("--force");
      expect(() => removeKernelSpec({ dataDir })).toThrow("kept");
      expect(readFileSync(path.join(kernelDir(dataDir), "kernel.json"), "utf8")).toBe(text);
      writeFileSync(path.join(kernelDir(dataDir), "kernel.js"), "theirs");
      writeKernelSpec(ours, { dataDir, force: true });
      expect(readKernelSpec(dataDir)).toEqual(ours);
      expect(existsSync(path.join(kernelDir(dataDir), "kernel.js"))).toBe(false);
    },
  );

  test("that cannot be written is told with the folder", () => {
    writeFileSync(path.join(dataDir, "kernels"), "a file where the folder should be");
    expect(() => writeKernelSpec(ours, { dataDir })).toThrow(
      /kernels.tslab cannot be written \(E\w+\): check who owns it/,
    );
  });

  test.each(["tslab", "jslab"])("%s brings the logos of JupyterLab's launcher, in its sizes", (name) => {
    const dir = writeKernelSpec(ours, { dataDir, name });
    // the names and sizes of Jupyter client's documentation, "Kernel specs"
    expect(readdirSync(dir).toSorted()).toEqual(["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]);
    const svg = readFileSync(path.join(dir, "logo-svg.svg"), "utf8");
    for (const size of [32, 64]) {
      const { width, height, pixels } = new Resvg(svg, { fitTo: { mode: "width", value: size } }).render();
      const saved = new Resvg(picture(readFileSync(path.join(dir, `logo-${size}x${size}.png`)), size)).render();
      expect([width, height]).toEqual([size, size]);
      expect(pixelmatch(saved.pixels, pixels, undefined, size, size, { threshold: 0.1 }), `${size} px`).toBe(0);
    }
  });
});
