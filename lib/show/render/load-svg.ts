/**
 * Draws with `svg.ts`, which is loaded with the first picture. Subtle: by a name that the type checker cannot follow,
 * since jsdom's types bring a whole browser's into every cell that imports this library: 150 ms, 65 MB, and a
 * `document` that is not there.
 */
import type { Plot } from "../types.ts";

type RenderSvg = (plot: Plot, size: { width: number; height: number }) => Promise<string>;

const module = new URL("svg.ts", import.meta.url).href;

/** The static picture of `plot` as SVG. */
export async function renderSvg(plot: Plot, size: { width: number; height: number }): Promise<string> {
  const { renderSvg: render } = (await import(module)) as { renderSvg: RenderSvg };
  return render(plot, size);
}
