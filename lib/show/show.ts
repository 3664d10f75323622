/** One call for each kind of figure, under one name. */
import { bars } from "./bars.ts";
import { heatmap } from "./heatmap.ts";
import { histogram } from "./histogram.ts";
import { images } from "./images.ts";
import { sets } from "./sets.ts";
import { sound } from "./sound.ts";
import { table } from "./table.ts";
import { tokens } from "./tokens.ts";
import { line, scatter } from "./xy.ts";

/** `show.line({ title, x, y, xLabel, yLabel })` and its kin; each returns a value that shows itself. */
export const show = { line, scatter, bars, heatmap, histogram, images, sets, sound, tokens, table } as const;
