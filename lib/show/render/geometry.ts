/** Boxes and the transforms of SVG 1.1, section 7.6: what is needed to say where an element is. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** a c e / b d f, as in SVG: x' = ax + cy + e, y' = bx + dy + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** `after` applied to the result of `first`. */
export function multiply(after: Matrix, first: Matrix): Matrix {
  const [a, b, c, d, e, f] = after;
  const [p, q, r, s, t, u] = first;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** The matrix of a `transform` attribute; nothing, or what it cannot read, is the identity. */
export function parseTransform(text: string | null): Matrix {
  let matrix = identity;
  for (const [, name, list] of (text ?? "").matchAll(/(\w+)\s*\(([^)]*)\)/gu)) {
    const n = list!
      .split(/[\s,]+/u)
      .filter(Boolean)
      .map(Number);
    if (n.length === 0 || !n.every(Number.isFinite)) continue;
    matrix = multiply(matrix, one(name!, n));
  }
  return matrix;
}

function one(name: string, n: readonly number[]): Matrix {
  const [first = 0, second] = n;
  if (name === "translate") return [1, 0, 0, 1, first, second ?? 0];
  if (name === "scale") return [first, 0, 0, second ?? first, 0, 0];
  if (name === "matrix" && n.length === 6) return n as unknown as Matrix;
  if (name !== "rotate") return identity;
  const angle = (first * Math.PI) / 180;
  const turn: Matrix = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
  const [x, y] = [second ?? 0, n[2] ?? 0];
  return multiply(multiply([1, 0, 0, 1, x, y], turn), [1, 0, 0, 1, -x, -y]);
}

/** The upright box around `box` after `matrix`. */
export function movedBox(box: Box, [a, b, c, d, e, f]: Matrix): Box {
  const corners = [box.x, box.x + box.width].flatMap((x) =>
    [box.y, box.y + box.height].map((y) => ({ x: a * x + c * y + e, y: b * x + d * y + f })),
  );
  const x = Math.min(...corners.map((corner) => corner.x));
  const y = Math.min(...corners.map((corner) => corner.y));
  return {
    x,
    y,
    width: Math.max(...corners.map((corner) => corner.x)) - x,
    height: Math.max(...corners.map((corner) => corner.y)) - y,
  };
}

/** The box around all that have a size. */
export function union(boxes: readonly Box[]): Box {
  const seen = boxes.filter((box) => box.width > 0 || box.height > 0);
  if (seen.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...seen.map((box) => box.x));
  const y = Math.min(...seen.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...seen.map((box) => box.x + box.width)) - x,
    height: Math.max(...seen.map((box) => box.y + box.height)) - y,
  };
}

/** The box of a path made of absolute M, L, H, V and Z, which is what plotly's axes, legends and boxes are made of. */
export function pathBox(d: string): Box {
  let x = 0;
  let y = 0;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  const seen = (): void => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  for (const [, command, list] of d.matchAll(/([MLHVmlhv])([^A-Za-z]*)/gu)) {
    const n = (list!.match(/-?(?:\d*\.)?\d+(?:e-?\d+)?/gu) ?? []).map(Number);
    const relative = command === command!.toLowerCase();
    const kind = command!.toUpperCase();
    for (let i = 0; i < n.length; i += kind === "H" || kind === "V" ? 1 : 2) {
      if (kind !== "V") x = n[i]! + (relative ? x : 0);
      if (kind === "V") y = n[i]! + (relative ? y : 0);
      else if (kind !== "H") y = (n[i + 1] ?? 0) + (relative ? y : 0);
      seen();
    }
  }
  return left > right ? union([]) : { x: left, y: top, width: right - left, height: bottom - top };
}
