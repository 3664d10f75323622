/** Sums of products along named axes, compared with tfjs' cpu backend. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, test } from "vitest";
import { startEngine } from "../start.ts";
import { expectSame, expectSameError } from "../on-both.ts";

beforeAll(startEngine);

const numbers = (shape: number[]): tf.Tensor =>
  tf
    .range(1, 1 + tf.util.sizeFromShape(shape))
    .sin()
    .reshape(shape);

describe("einsum", () => {
  test.each<[string, ...number[][]]>([
    ["ij,jk->ik", [2, 3], [3, 4]],
    ["ij,kj->ik", [2, 3], [4, 3]],
    ["bij,bjk->bik", [2, 3, 4], [2, 4, 5]],
    ["bthd,bshd->bhts", [2, 3, 2, 4], [2, 5, 2, 4]],
    ["i,j->ij", [3], [4]],
    ["i,i->", [4], [4]],
    ["ij->ji", [2, 3]],
    ["ijk->j", [2, 3, 4]],
    ["ij->", [2, 3]],
    ["b i j , b i j -> b", [2, 3, 4], [2, 3, 4]],
  ])("%s", (equation, ...shapes) => {
    expectSame(() => tf.einsum(equation, ...shapes.map(numbers)), { relative: 1e-5, absolute: 1e-6 });
  });

  test("multiplies integers", () => {
    expectSame(() => tf.einsum("ij,jk->ik", tf.ones([2, 3], "int32"), tf.ones([3, 2], "int32")));
  });

  test("refuses axes of different lengths and unknown ones", () => {
    expectSameError(() => tf.einsum("ij,jk->ik", numbers([2, 3]), numbers([4, 2])));
    expectSameError(() => tf.einsum("ij->k", numbers([2, 3])));
    expectSameError(() => tf.einsum("ii->i", numbers([2, 2])));
  });
});
