/**
 * Colours in other words. Each takes and gives three numbers; red, green and blue are 0 … 1 as a screen takes them (sRGB).
 *
 * References: IEC 61966-2-1 (sRGB); Smith 1978, "Color Gamut Transform Pairs" (HSV); ITU-R BT.601 and JFIF 1.02 (YCbCr);
 * CIE 15:2018 (L*a*b*, for the white D65 and the 2° observer).
 */

export type Triple = readonly [number, number, number];

/** From what a screen takes to amounts of light, which may be added and averaged. */
export function linearOf(rgb: Triple): Triple {
  return mapTriple(rgb, (c) => (c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
}

/** The inverse of `linearOf`. */
export function srgbOf(linear: Triple): Triple {
  return mapTriple(linear, (c) => (c <= 0.003_130_8 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055));
}

/** Hue 0 … 1 round the circle from red over green and blue, saturation 0 … 1, value 0 … 1. Grey has hue 0. */
export function hsvOf([r, g, b]: Triple): Triple {
  const value = Math.max(r, g, b);
  const range = value - Math.min(r, g, b);
  if (range === 0) return [0, 0, value];
  const sixth = value === r ? (g - b) / range : value === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  return [(((sixth / 6) % 1) + 1) % 1, range / value, value];
}

/** The inverse of `hsvOf`. */
export function rgbOfHsv([hue, saturation, value]: Triple): Triple {
  const channel = (n: number): number => {
    const k = (n + 6 * (((hue % 1) + 1) % 1)) % 6;
    return value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1));
  };
  return [channel(5), channel(3), channel(1)];
}

/** Brightness 0 … 1 and two differences of colour, each moved to 0 … 1, as JPEG stores them. */
export function ycbcrOf([r, g, b]: Triple): Triple {
  const y = 0.299 * r + 0.587 * g + 0.114 * b;
  return [y, 0.5 + (b - y) / 1.772, 0.5 + (r - y) / 1.402];
}

/** The inverse of `ycbcrOf`. */
export function rgbOfYcbcr([y, cb, cr]: Triple): Triple {
  const [b, r] = [y + 1.772 * (cb - 0.5), y + 1.402 * (cr - 0.5)];
  return [r, (y - 0.299 * r - 0.114 * b) / 0.587, b];
}

/** Lightness 0 … 100, from green to red, from blue to yellow: equal steps look about equal. */
export function labOf(rgb: Triple): Triple {
  const [fx, fy, fz] = xyzOf(linearOf(rgb)).map((c, i) => {
    const t = c / white[i]!;
    return t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;
  }) as [number, number, number];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** How different two colours look, the distance in L*a*b*; about 2.3 is just noticed (Mahy et al. 1994). */
export function deltaE(a: Triple, b: Triple): number {
  const [x, y] = [labOf(a), labOf(b)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

/** D65 */
const white: Triple = [0.950_47, 1, 1.088_83];

function xyzOf([r, g, b]: Triple): Triple {
  return [
    0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b,
    0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b,
    0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b,
  ];
}

function mapTriple([a, b, c]: Triple, change: (value: number) => number): Triple {
  return [change(a), change(b), change(c)];
}
