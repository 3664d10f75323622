/** Which numbers of an axis make those of a longer or shorter one. */

export interface Corners {
  /** Whether the first and last numbers of both lie on each other, rather than their edges. */
  alignCorners: boolean;
  /** Whether a number stands for the middle of its pixel, rather than for its first edge. */
  halfPixelCenters?: boolean;
}

/** For each number of the new axis the place of the nearest in the old one. */
export function nearest(from: number, to: number, corners: Corners): number[] {
  return places(from, to, corners, 0).map((place) => {
    const at = corners.alignCorners ? Math.round(place) : Math.floor(place);
    return Math.max(0, Math.min(from - 1, at));
  });
}

/** A number between two. */
export interface Mixture {
  before: number;
  after: number;
  /** Of the one after, 0 to 1. */
  share: number;
}

/** For each number of the new axis the two in the old one that it lies between. */
export function bilinear(from: number, to: number, corners: Corners): Mixture[] {
  return places(from, to, corners, 0.5).map((place) => {
    const before = Math.max(0, Math.floor(place));
    return { before, after: Math.min(from - 1, Math.ceil(place)), share: place - before };
  });
}

/** Where they lie in the old axis. `back`: what is taken away again of half a pixel. */
function places(from: number, to: number, { alignCorners, halfPixelCenters = false }: Corners, back: number): number[] {
  const ratio = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
  return Array.from({ length: to }, (_, i) => (halfPixelCenters ? ratio * (i + 0.5) - back : ratio * i));
}
