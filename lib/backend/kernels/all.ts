/** All kernels that are not left to the cpu backend. */
import type { KernelTable } from "../kernel.ts";
import { activations } from "./activations.ts";
import { arithmetic } from "./arithmetic.ts";
import { batchNormalisation } from "./batch-norm.ts";
import { conv2d } from "./conv2d.ts";
import { conv3d } from "./conv3d.ts";
import { cumulative } from "./cumulative.ts";
import { depthwise } from "./depthwise.ts";
import { dilation } from "./dilation.ts";
import { einsum } from "./einsum.ts";
import { elementwise } from "./elementwise.ts";
import { filling } from "./fill.ts";
import { fusedMatmul } from "./fused-matmul.ts";
import { selections } from "./gather.ts";
import { images } from "./image.ts";
import { integers } from "./integers.ts";
import { joins } from "./join.ts";
import { localResponseNormalization } from "./local-response-normalization.ts";
import { matmul } from "./matmul.ts";
import { maxPoolWithArgmax } from "./max-pool-with-argmax.ts";
import { order } from "./order.ts";
import { pads } from "./pad.ts";
import { pooling } from "./pool.ts";
import { predicates } from "./predicates.ts";
import { rearrangements } from "./rearrange.ts";
import { reductions } from "./reduce.ts";
import { resizing } from "./resize.ts";
import { scatters } from "./scatter.ts";
import { segments } from "./segments.ts";
import { sequences } from "./sequences.ts";
import { shapes } from "./shape.ts";
import { transcendental } from "./transcendental.ts";

export const kernels: KernelTable = {
  ...activations,
  ...arithmetic,
  ...batchNormalisation,
  ...conv2d,
  ...conv3d,
  ...cumulative,
  ...depthwise,
  ...dilation,
  ...einsum,
  ...elementwise,
  ...filling,
  ...fusedMatmul,
  ...images,
  // after elementwise, of which it takes some over
  ...integers,
  ...joins,
  ...localResponseNormalization,
  ...matmul,
  ...maxPoolWithArgmax,
  ...order,
  ...pads,
  ...pooling,
  ...predicates,
  ...rearrangements,
  ...reductions,
  ...resizing,
  ...scatters,
  ...segments,
  ...selections,
  ...sequences,
  ...shapes,
  ...transcendental,
};
