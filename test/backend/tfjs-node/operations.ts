/** One-number and two-number operations of tfjs, and the numbers that they are tried on. */
import * as tf from "@tensorflow/tfjs";

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const specials = [NaN, Infinity, -Infinity, 0, -0];
const ordinary = [1, -1, 0.5, -0.5, 0.25, 0.9, -0.9, 1.5, 2.5, -2.5, 3, -3, 7.25, -7.25, 20, -20, 80, -80, 1e-3, 1e6];
export const floats = [...specials, ...ordinary];
export const integers = [0, 1, -1, 2, -2, 3, -3, 7, -7, 100, 65_537, 2 ** 30, -(2 ** 30)];

export const unary: Readonly<Record<string, Unary>> = {
  abs: tf.abs, acos: tf.acos, acosh: tf.acosh, asin: tf.asin, asinh: tf.asinh, atan: tf.atan, atanh: tf.atanh,
  ceil: tf.ceil, cos: tf.cos, cosh: tf.cosh, elu: tf.elu, erf: tf.erf, exp: tf.exp, expm1: tf.expm1, floor: tf.floor,
  isFinite: tf.isFinite, isInf: tf.isInf, isNaN: tf.isNaN, leakyRelu: (x) => tf.leakyRelu(x, 0.2), log: tf.log,
  log1p: tf.log1p, neg: tf.neg, reciprocal: tf.reciprocal, relu: tf.relu, relu6: tf.relu6, round: tf.round,
  rsqrt: tf.rsqrt, selu: tf.selu, sigmoid: tf.sigmoid, sign: tf.sign, sin: tf.sin, sinh: tf.sinh, softplus: tf.softplus,
  sqrt: tf.sqrt, square: tf.square, step: (x) => tf.step(x), tan: tf.tan, tanh: tf.tanh,
}; // prettier-ignore

export const binary: Readonly<Record<string, Binary>> = {
  add: tf.add, atan2: tf.atan2, div: tf.div, floorDiv: tf.floorDiv, maximum: tf.maximum, minimum: tf.minimum,
  mod: tf.mod, mul: tf.mul, pow: tf.pow, squaredDifference: tf.squaredDifference, sub: tf.sub, equal: tf.equal,
  greater: tf.greater, greaterEqual: tf.greaterEqual, less: tf.less, lessEqual: tf.lessEqual, notEqual: tf.notEqual,
}; // prettier-ignore

/** Operations that take integers, and what of `integers` they may not be divided by. */
export const ofIntegers: Readonly<Record<string, Binary>> = {
  add: tf.add, maximum: tf.maximum, minimum: tf.minimum, mul: tf.mul, sub: tf.sub, equal: tf.equal, less: tf.less,
  floorDiv: (a, b) => tf.floorDiv(a, tf.where(tf.equal(b, tf.scalar(0, "int32")), tf.onesLike(b), b)),
  mod: (a, b) => tf.mod(a, tf.where(tf.equal(b, tf.scalar(0, "int32")), tf.onesLike(b), b)),
}; // prettier-ignore
