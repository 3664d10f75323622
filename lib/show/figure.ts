/** A figure: one object that shows itself as an interactive chart, a static picture and words. */
import { check, displaySymbol, type Displayable, type MimeBundle } from "../core/index.ts";
import { oneLine } from "./text.ts";
import type { FigureOptions, Plot } from "./types.ts";

export const plotlyMime = "application/vnd.plotly.v1+json";

/** The most bytes of JSON that a figure may carry: it is saved in the notebook, once per figure. */
export const maxPlotBytes = 400_000;

/** What every `show.…` call returns. */
export interface Figure extends Displayable {
  readonly title: string;
  /** Three sentences computed from the data. */
  readonly alt: string;
  /** The interactive chart. */
  readonly plot: Plot;
  /** The static picture as SVG, drawn without a browser. The same input gives the same bytes. */
  svg(): Promise<string>;
  /** The static picture as PNG at twice its size in CSS pixels. The same input gives the same bytes. */
  png(): Promise<Uint8Array>;
  /** Plotly JSON, PNG and words; never HTML, which a front end would prefer and then strip. */
  [displaySymbol](): Promise<Required<MimeBundle>>;
  toString(): string;
}

/** Make a figure of `plot`; `still` is the plot of the static picture. */
export function makeFigure(
  options: FigureOptions,
  parts: { alt: string; plot: Plot; still?: Plot; width: number },
): Figure {
  const { alt, plot, width, still = plot } = parts;
  const height = still.layout["height"] as number;
  const bytes = Buffer.byteLength(JSON.stringify(plot));
  check(
    bytes <= maxPlotBytes,
    `figure ${JSON.stringify(oneLine(options.title))}`,
    `at most ${maxPlotBytes} bytes, so fewer frames, points or words`,
    bytes,
  );
  // subtle: drawing is loaded here and not above, so that a cell that draws nothing does not pay for it
  const svg = async (): Promise<string> => (await import("./render/index.ts")).renderSvg(still, { width, height });
  const png = async (): Promise<Uint8Array> => (await import("./render/index.ts")).renderPng(await svg(), { width });
  return {
    title: options.title,
    alt,
    plot,
    svg,
    png,
    async [displaySymbol]() {
      const picture = await png();
      return {
        data: { [plotlyMime]: plot, "image/png": Buffer.from(picture).toString("base64"), "text/plain": alt },
        metadata: { "image/png": { alt, width, height }, [plotlyMime]: { alt } },
      };
    },
    toString: () => alt,
  };
}
