/**
 * One token through a GPT, in AssemblyScript. scripts/decode-program.ts compiles it to program.ts.
 *
 * It mirrors plain.ts, which is the version to read first; what is added here is the layout. Every vector is padded
 * with zeros to a multiple of 32 floats. A linear layer lies in tiles of 32 outputs: 32 biases, then for each input its
 * 32 weights, so that a product walks through memory once and forwards, with its 32 sums in registers.
 * Sizes and addresses are in bytes and come from layout.ts.
 */

// RELAXED is 1 where the processor's fused multiply-add may be used; it is set when compiling.

@external("model", "layers") declare const layers: i32;
@external("model", "heads") declare const heads: i32;
/** Numbers in a vector of the model, without padding. */
@external("model", "dModel") declare const dModel: i32;
@external("model", "epsilon") declare const epsilon: f32;
/** 1 / √dHead */
@external("model", "scale") declare const scale: f32;
/** 0: exact GELU; 1: its tanh form; 2: its sigmoid form. */
@external("model", "activation") declare const activation: i32;

/** A padded vector of the model; of it, the inputs that a layer reads. */
@external("model", "width") declare const width: usize;
@external("model", "widthRead") declare const widthRead: usize;
/** One head's query, key or value; all heads' together. */
@external("model", "headWidth") declare const headWidth: usize;
@external("model", "headsWidth") declare const headsWidth: usize;
/** A padded vector of queries, keys and values; of the hidden layer; of logits. */
@external("model", "qkvWidth") declare const qkvWidth: usize;
@external("model", "hiddenWidth") declare const hiddenWidth: usize;
@external("model", "hiddenRead") declare const hiddenRead: usize;
@external("model", "logitsWidth") declare const logitsWidth: usize;
/** The keys, or the values, of one layer. */
@external("model", "cacheWidth") declare const cacheWidth: usize;

/** [vocab, width] */
@external("model", "embedding") declare const embedding: usize;
/** [pos, width], or 0 without learned positions. */
@external("model", "positions") declare const positions: usize;
/** [pos, cosine and sine, headWidth / 2], or 0 without rotation. */
@external("model", "rotary") declare const rotary: usize;
/** [head]: what a score loses with each position of distance; zeros without ALiBi. */
@external("model", "slopes") declare const slopes: usize;
/** The packed layers, in the order in which they are read. */
@external("model", "weights") declare const weights: usize;
/** 1 if a norm stands before the output. */
@external("model", "finalNorm") declare const finalNorm: i32;
@external("model", "cache") declare const cache: usize;

// vectors in use while a token passes
@external("model", "x") declare const x: usize;
@external("model", "normed") declare const normed: usize;
@external("model", "qkv") declare const qkv: usize;
@external("model", "mixed") declare const mixed: usize;
@external("model", "hidden") declare const hidden: usize;
@external("model", "scores") declare const scores: usize;
@external("model", "logits") declare const logits: usize;

/** A tile's row, and one vector register of it. */
const TILE: usize = 128;
const LANES: usize = 16;

/** Logits of the token after `token` at `position`, if `wanted`; its keys and values go to the cache in any case. */
export function step(token: i32, position: i32, wanted: i32): void {
  embed(token, position);
  let next = weights;
  for (let layer = 0; layer < layers; layer++) {
    const keys = cache + <usize>layer * 2 * cacheWidth;
    const values = keys + cacheWidth;
    next = norm(next);
    next = linear(qkv, normed, next, widthRead, qkvWidth, false);
    if (rotary) rotate(position);
    memory.copy(keys + <usize>position * headsWidth, qkv + headsWidth, headsWidth);
    memory.copy(values + <usize>position * headsWidth, qkv + 2 * headsWidth, headsWidth);
    for (let head = 0; head < heads; head++) attend(head, position, keys, values);
    next = linear(x, mixed, next, headsWidth, width, true);
    next = norm(next);
    next = linear(hidden, normed, next, widthRead, hiddenWidth, false);
    activate();
    next = linear(x, hidden, next, hiddenRead, width, true);
  }
  if (!wanted) return;
  if (finalNorm) next = norm(next);
  linear(logits, finalNorm ? normed : x, next, widthRead, logitsWidth, false);
}

/** x = embedding of the token (+ that of the position) */
function embed(token: i32, position: i32): void {
  const from = embedding + <usize>token * width;
  const at = positions + <usize>position * width;
  for (let i: usize = 0; i < width; i += LANES) {
    const e = v128.load(from + i);
    v128.store(x + i, positions ? f32x4.add(e, v128.load(at + i)) : e);
  }
}

/** normed = (x − mean) / √(variance + ε) · gain + bias. Returns what follows gain and bias. */
function norm(parameters: usize): usize {
  const bias = parameters + width;
  let sums = zero();
  for (let i: usize = 0; i < width; i += LANES) sums = f32x4.add(sums, v128.load(x + i));
  const mean = f32x4.splat(sum(sums) / <f32>dModel);
  // a padded position would count as a deviation of −mean: it is left out
  const whole = (<usize>dModel >> 2) << 4;
  sums = zero();
  for (let i: usize = 0; i < whole; i += LANES) {
    const deviation = f32x4.sub(v128.load(x + i), mean);
    sums = fma(deviation, deviation, sums);
  }
  let squares = sum(sums);
  for (let i = whole; i < <usize>dModel << 2; i += 4) {
    const deviation = load<f32>(x + i) - f32x4.extract_lane(mean, 0);
    squares += deviation * deviation;
  }
  const inverse = f32x4.splat(1 / sqrt<f32>(squares / <f32>dModel + epsilon));
  for (let i: usize = 0; i < width; i += LANES) {
    const scaled = f32x4.mul(f32x4.sub(v128.load(x + i), mean), inverse);
    v128.store(normed + i, fma(scaled, v128.load(parameters + i), v128.load(bias + i)));
  }
  return bias + width;
}

/** to = bias + from · matrix, added to what is there if `add`. Returns what follows the matrix. */
function linear(to: usize, from: usize, matrix: usize, read: usize, columns: usize, add: bool): usize {
  let p = matrix;
  const end = from + read;
  for (let o = to; o < to + columns; o += TILE) {
    let s0 = v128.load(p, 0);
    let s1 = v128.load(p, 16);
    let s2 = v128.load(p, 32);
    let s3 = v128.load(p, 48);
    let s4 = v128.load(p, 64);
    let s5 = v128.load(p, 80);
    let s6 = v128.load(p, 96);
    let s7 = v128.load(p, 112);
    if (add) {
      s0 = f32x4.add(s0, v128.load(o, 0));
      s1 = f32x4.add(s1, v128.load(o, 16));
      s2 = f32x4.add(s2, v128.load(o, 32));
      s3 = f32x4.add(s3, v128.load(o, 48));
      s4 = f32x4.add(s4, v128.load(o, 64));
      s5 = f32x4.add(s5, v128.load(o, 80));
      s6 = f32x4.add(s6, v128.load(o, 96));
      s7 = f32x4.add(s7, v128.load(o, 112));
    }
    p += TILE;
    for (let i = from; i < end; i += 8) {
      const a = v128.load32_splat(i);
      s0 = fma(a, v128.load(p, 0), s0);
      s1 = fma(a, v128.load(p, 16), s1);
      s2 = fma(a, v128.load(p, 32), s2);
      s3 = fma(a, v128.load(p, 48), s3);
      s4 = fma(a, v128.load(p, 64), s4);
      s5 = fma(a, v128.load(p, 80), s5);
      s6 = fma(a, v128.load(p, 96), s6);
      s7 = fma(a, v128.load(p, 112), s7);
      const b = v128.load32_splat(i, 4);
      s0 = fma(b, v128.load(p, 128), s0);
      s1 = fma(b, v128.load(p, 144), s1);
      s2 = fma(b, v128.load(p, 160), s2);
      s3 = fma(b, v128.load(p, 176), s3);
      s4 = fma(b, v128.load(p, 192), s4);
      s5 = fma(b, v128.load(p, 208), s5);
      s6 = fma(b, v128.load(p, 224), s6);
      s7 = fma(b, v128.load(p, 240), s7);
      p += 2 * TILE;
    }
    v128.store(o, s0, 0);
    v128.store(o, s1, 16);
    v128.store(o, s2, 32);
    v128.store(o, s3, 48);
    v128.store(o, s4, 64);
    v128.store(o, s5, 80);
    v128.store(o, s6, 96);
    v128.store(o, s7, 112);
  }
  return p;
}

/** Queries and keys turned by the angles of `position`: (a, b) to (a cos − b sin, b cos + a sin). */
function rotate(position: i32): void {
  const half = headWidth >> 1;
  const angles = rotary + <usize>position * headWidth;
  for (let head = qkv; head < qkv + 2 * headsWidth; head += headWidth) {
    for (let i: usize = 0; i < half; i += LANES) {
      const cosine = v128.load(angles + i);
      const sine = v128.load(angles + half + i);
      const a = v128.load(head + i);
      const b = v128.load(head + half + i);
      v128.store(head + i, f32x4.sub(f32x4.mul(a, cosine), f32x4.mul(b, sine)));
      v128.store(head + half + i, f32x4.add(f32x4.mul(b, cosine), f32x4.mul(a, sine)));
    }
  }
}

/** One head's part of `mixed` = Σ softmax(query · key / √dHead − slope · distance) · value, over the positions so far. */
function attend(head: i32, position: i32, keys: usize, values: usize): void {
  const offset = <usize>head * headWidth;
  const query = qkv + offset;
  const slope = v128.load32_splat(slopes + (<usize>head << 2));
  let top = f32x4.splat(-Infinity);
  let key = keys + offset;
  // four positions at once; those after `position`, whatever the cache holds there, get no share
  for (let at = 0; at <= position; at += 4) {
    let s0 = zero(), s1 = s0, s2 = s0, s3 = s0;
    const end = query + headWidth;
    for (let i = query, k = key; i < end; i += LANES, k += LANES) {
      const q = v128.load(i);
      s0 = fma(q, v128.load(k), s0);
      s1 = fma(q, v128.load(k + headsWidth), s1);
      s2 = fma(q, v128.load(k + 2 * headsWidth), s2);
      s3 = fma(q, v128.load(k + 3 * headsWidth), s3);
    }
    key += 4 * headsWidth;
    const distance = i32x4.sub(i32x4.splat(position - at), i32x4(0, 1, 2, 3));
    const penalty = f32x4.mul(slope, f32x4.convert_i32x4_s(distance));
    const score = f32x4.sub(f32x4.mul(sums(s0, s1, s2, s3), f32x4.splat(scale)), penalty);
    const seen = v128.bitselect(score, f32x4.splat(-Infinity), i32x4.ge_s(distance, i32x4.splat(0)));
    v128.store(scores + (<usize>at << 2), seen);
    top = f32x4.max(top, seen);
  }
  top = f32x4.splat(highest(top));
  let totals = zero();
  for (let i: usize = 0; i <= <usize>position << 2; i += LANES) {
    const e = exp(f32x4.sub(v128.load(scores + i), top));
    v128.store(scores + i, e);
    totals = f32x4.add(totals, e);
  }
  const share = f32x4.splat(1 / sum(totals));
  let i: usize = 0;
  for (; i + TILE <= headWidth; i += TILE) mix32(mixed + offset + i, values + offset + i, position, share);
  for (; i < headWidth; i += LANES) mix4(mixed + offset + i, values + offset + i, position, share);
}

function mix32(to: usize, values: usize, position: i32, share: v128): void {
  let s0 = zero(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  let value = values;
  for (let at = scores; at <= scores + (<usize>position << 2); at += 4) {
    const weight = v128.load32_splat(at);
    s0 = fma(weight, v128.load(value, 0), s0);
    s1 = fma(weight, v128.load(value, 16), s1);
    s2 = fma(weight, v128.load(value, 32), s2);
    s3 = fma(weight, v128.load(value, 48), s3);
    s4 = fma(weight, v128.load(value, 64), s4);
    s5 = fma(weight, v128.load(value, 80), s5);
    s6 = fma(weight, v128.load(value, 96), s6);
    s7 = fma(weight, v128.load(value, 112), s7);
    value += headsWidth;
  }
  v128.store(to, f32x4.mul(s0, share), 0);
  v128.store(to, f32x4.mul(s1, share), 16);
  v128.store(to, f32x4.mul(s2, share), 32);
  v128.store(to, f32x4.mul(s3, share), 48);
  v128.store(to, f32x4.mul(s4, share), 64);
  v128.store(to, f32x4.mul(s5, share), 80);
  v128.store(to, f32x4.mul(s6, share), 96);
  v128.store(to, f32x4.mul(s7, share), 112);
}

function mix4(to: usize, values: usize, position: i32, share: v128): void {
  let s = zero();
  let value = values;
  for (let at = scores; at <= scores + (<usize>position << 2); at += 4) {
    s = fma(v128.load32_splat(at), v128.load(value), s);
    value += headsWidth;
  }
  v128.store(to, f32x4.mul(s, share));
}

/** hidden = GELU(hidden): x · Φ(x), or x · sigmoid(…) in its two approximations. */
function activate(): void {
  const one = f32x4.splat(1);
  for (let i: usize = hidden; i < hidden + hiddenWidth; i += LANES) {
    const v = v128.load(i);
    if (activation === 0) {
      v128.store(i, f32x4.mul(v, normal(v)));
      continue;
    }
    let z: v128;
    if (activation === 1) {
      // ½ (1 + tanh u) is sigmoid(2u), u = √(2/π) (x + 0.044715 x³)
      const cubic = fma(f32x4.mul(v, v), f32x4.splat(0.044715), one);
      z = f32x4.mul(f32x4.mul(v, cubic), f32x4.splat(1.5957691216057308));
    } else {
      z = f32x4.mul(v, f32x4.splat(1.702));
    }
    v128.store(i, f32x4.div(v, f32x4.add(one, exp(f32x4.neg(z)))));
  }
}

/** Φ(x) = ½ (1 + erf(x / √2)) by Abramowitz and Stegun, formula 7.1.26: within 1e-7 of it. */
function normal(v: v128): v128 {
  const one = f32x4.splat(1);
  const z = f32x4.mul(f32x4.abs(v), f32x4.splat(0.7071067811865476));
  const t = f32x4.div(one, fma(z, f32x4.splat(0.3275911), one));
  let p = fma(t, f32x4.splat(1.061405429), f32x4.splat(-1.453152027));
  p = fma(t, p, f32x4.splat(1.421413741));
  p = fma(t, p, f32x4.splat(-0.284496736));
  p = fma(t, p, f32x4.splat(0.254829592));
  // half of the part beyond |x|
  const tail = f32x4.mul(f32x4.splat(0.5), f32x4.mul(f32x4.mul(t, p), exp(f32x4.neg(f32x4.mul(z, z)))));
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(v, zero()));
}

/**
 * eˣ as 2ⁿ eʳ with |r| ≤ ½ ln 2, eʳ by its Taylor polynomial of degree 7, ln 2 in two parts (Cody and Waite 1980).
 * x is held to ±87, where float32 ends.
 */
function exp(v: v128): v128 {
  const held = f32x4.max(f32x4.min(v, f32x4.splat(88)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(held, f32x4.splat(1.4426950408889634)));
  let r = fma(n, f32x4.splat(-0.693359375), held);
  r = fma(n, f32x4.splat(2.1219444005469057e-4), r);
  let p = fma(r, f32x4.splat(1.0 / 5040.0), f32x4.splat(1.0 / 720.0));
  p = fma(r, p, f32x4.splat(1.0 / 120.0));
  p = fma(r, p, f32x4.splat(1.0 / 24.0));
  p = fma(r, p, f32x4.splat(1.0 / 6.0));
  p = fma(r, p, f32x4.splat(0.5));
  p = fma(r, p, f32x4.splat(1));
  p = fma(r, p, f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

@inline function fma(a: v128, b: v128, c: v128): v128 {
  return RELAXED ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

@inline function zero(): v128 {
  return f32x4.splat(0);
}

@inline function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** The four sums over each of four vectors. */
@inline function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

@inline function highest(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}
