/** One figure of each kind, after lecture 1: what the goldens show and the drawing tests draw. */
import { rng } from "../../lib/core/index.ts";
import { show, type Figure } from "../../lib/show/index.ts";

const die = rng(1);
const x = Array.from({ length: 50 }, () => die() * 2 - 1);
const y = x.map((at) => 3 * at - 4 + die.normal() * 0.4);

const place = show.line({
  title: "A line finds its place: slope and intercept end at the truth",
  subtitle: "50 noisy points of y = 3x − 4, seed 1",
  xLabel: "x (unitless)",
  yLabel: "y (unitless)",
  series: [{ name: "points", role: "data", mode: "points", x, y }],
  frames: Array.from({ length: 30 }, (_, step) => {
    const done = 1 - Math.exp(-step / 6);
    const slope = 4 * done - 1;
    const intercept = -4 * done;
    return {
      label: `step ${step}`,
      series: [{ name: "fitted line", x: [-1, 1], y: [intercept - slope, intercept + slope] }],
      values: { slope, intercept },
    };
  }),
  control: "play",
  staticFrame: -1,
});

const poets = show.sets({
  title: "AI, ML, DL: two of four poets are outside deep learning",
  sets: ["artificial intelligence (人工智慧)", "machine learning (機器學習)", "deep learning (深度學習)"],
  items: [
    { name: "rules", sets: ["artificial intelligence (人工智慧)"], detail: "a line it wrote" },
    {
      name: "count table",
      sets: ["artificial intelligence (人工智慧)", "machine learning (機器學習)"],
      role: "second",
    },
    {
      name: "small network",
      sets: ["artificial intelligence (人工智慧)", "machine learning (機器學習)", "deep learning (深度學習)"],
      role: "judge",
    },
    { name: "look-up", sets: [], role: "control" },
  ],
});

const babble = show.line({
  title: "From babble to plagiarist: no order of the table is both grammatical and new",
  subtitle: "word n-gram on 2,000 of 1,772,928 sentences",
  xLabel: "order (words of context)",
  yLabel: "share of 500 samples",
  share: true,
  series: [
    { name: "grammatical", y: [0, 0.08, 0.26, 0.58, 1, 1, 1] },
    { name: "novel", role: "control", y: [1, 0.99, 0.99, 0.94, 0.53, 0.22, 0.04] },
  ],
  frames: Array.from({ length: 7 }, (_, order) => ({
    label: `order ${order}`,
    at: order,
    note: `first sample of order ${order}\nsecond sample\nthird sample`,
  })),
  staticFrame: "order 4",
});

function ring(): number[][] {
  return Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 8 }, (_, column) => {
      const radius = Math.hypot(column - 3.5, row - 3.5);
      return Math.abs(radius - 2 - die()) < 0.7 || die() < 0.06 ? 1 : 0;
    }),
  );
}

const stamps = show.images({
  title: "The same loop draws: place and 24 pixels of context give valid stamps",
  frames: ["9 px", "place + 9", "place + 24"].map((label, index) => ({
    label,
    images: Array.from({ length: 32 }, ring),
    values: { valid: [0.04, 0.32, 0.9][index]!, new: [0.03, 0.1, 0.12][index]! },
  })),
  staticFrame: "place + 24",
});

const sure = show.histogram({
  title: "Sure about people who do not exist",
  xLabel: "top probability of the colour",
  xRange: [0, 1],
  threshold: 0.8,
  series: [
    { name: "known names", values: Array.from({ length: 200 }, () => 1 - die() * 0.05) },
    { name: "unknown names", role: "control", values: Array.from({ length: 200 }, () => 1 - die() ** 2 * 0.6) },
  ],
});

const arms = show.bars({
  title: "One frozen model: asked to think, it is right",
  labels: ["at once", "with steps", "with tool"],
  yLabel: "share correct",
  share: true,
  chance: 0.2,
  series: [
    { name: "Mo", values: [0.2, 1, 0.97] },
    { name: "Om, the control arm", role: "control", values: [0.19, 0.24, 0.5] },
  ],
});

const words = "the key is in a box of oak".split(" ");
const beam = show.heatmap({
  title: "The beam follows the lost key",
  z: words.map((_, row) =>
    words.map((_, column) => (column > row ? Number.NaN : column === 1 ? 0.8 : 0.2 / (row || 1))),
  ),
  rows: words,
  columns: words,
  zLabel: "attention weight",
  xLabel: "from token",
  yLabel: "at token",
});

const pieces = show.tokens({
  title: "A tokenizer that read both languages spends fewer pieces",
  tokens: ["the", " islander", " likes", "\n", "文字", "接龍", "<b>", "!"].map((text, index) => ({
    text,
    id: 300 + index * 37,
  })),
});

const clouds = show.scatter({
  title: "Two clouds, one truth",
  xLabel: "x",
  yLabel: "y",
  series: [
    { name: "Mo", x, y, planted: [3] },
    { name: "Om", role: "control", x, y: y.map((at) => -8 - at) },
    { name: "truth", role: "truth", mode: "line", x: [-1, 1], y: [-7, -1] },
  ],
  bet: { x: 0.5, y: -1 },
});

const colours = show.images({
  title: "Pictures in their own colours",
  columns: 3,
  labels: ["a", "b", "c"],
  roles: ["model", undefined, "control"],
  images: [1, 2, 3].map((k) => ({
    width: 8,
    channels: 3 as const,
    data: Array.from({ length: 192 }, (_, index) => (index * 37 * k) % 256),
  })),
});

export const examples: Readonly<Record<string, Figure>> = {
  place,
  poets,
  babble,
  stamps,
  sure,
  arms,
  beam,
  pieces,
  clouds,
  colours,
};
