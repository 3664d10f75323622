/** Which files of tfjs-core's own test suite are run, and by what family of kernels their results are counted. */
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const core = path.dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-core/package.json"));
/** The folder of the suite: it comes with the package. */
export const suiteRoot = path.join(core, "dist");

/** Files that no backend has a part in, by what they test. */
export const leftOut: Readonly<Record<string, RegExp>> = {
  "saving and loading": /^io\//,
  "platforms and browsers": /^platforms\/|^(browser_util|device_util)_test/,
  "utilities that compute nothing with tensors":
    /^(environment|flags|hash_util|jasmine_util|kernel_registry|serialization|test_util|types|util|version)_test/,
  "utilities of other backends' kernels": /^backends\/(complex_util|non_max_suppression_util)_test/,
};

/** Family by file, from the folder of the suite; the first that matches counts. */
const families: readonly (readonly [family: string, files: RegExp])[] = [
  ["matrix products", /(mat_mul|einsum|fused_mat_mul|basic_lstm_cell|multi_rnn_cell)_test/],
  [
    "convolutions",
    /(conv\dd|conv2d_separable|conv\dd_transpose|conv2d_transpose|conv_util|depthwise_conv2d|dilation2d)/,
  ],
  ["pooling", /pool/],
  ["normalization", /(batchnorm|local_response_normalization|moments|moving_average)_test/],
  ["images", /^ops\/image\/|(from_pixels|to_pixels|draw)_test/],
  [
    "reductions",
    /(^|\/)(all|any|sum|mean|max|min|prod|norm|euclidean_norm|arg_max|arg_min|log_sum_exp|axis_util|bincount|dense_bincount|unsorted_segment_sum|in_top_k|topk|cumsum|cumprod|confusion_matrix)_test/,
  ],
  [
    "activations",
    /(relu6?|elu|selu|leaky_relu|sigmoid|log_sigmoid|softmax|log_softmax|softplus|tanh|step|dropout|dropout_util)_test/,
  ],
  ["losses", /^ops\/losses\//],
  ["optimizers", /^optimizers\//],
  ["random numbers", /(rand|random_\w+|multinomial|truncated_normal)_test/],
  ["complex numbers and spectra", /(complex_ops|ifft|fft|irfft|rfft|frame|hann_window|hamming_window|stft)_test/],
  ["strings, ragged and sparse", /^ops\/(string|sparse)\/|(ragged_\w+|sparse_to_dense)_test/],
  [
    "gather, scatter and search",
    /(gather|gather_nd|scatter_nd|tensor_scatter_update|boolean_mask|where|where_async|unique|setdiff1d_async|search_sorted|lower_bound|upper_bound|one_hot)_test/,
  ],
  ["linear algebra", /^ops\/linalg\//],
  [
    "shapes",
    /(batch_to_space_nd|space_to_batch_nd|depth_to_space|broadcast\w*|clone|concat\w*|expand_dims|squeeze|ensure_shape|mirror_pad|pad|reverse\w*|slice\w*|strided_slice|split|stack|unstack|tile|transpose|diag|meshgrid)_test/,
  ],
  ["filling", /(eye|fill|linspace|ones|ones_like|zeros|zeros_like|range)_test/],
  ["elementwise", /^ops\//],
  ["tensors, gradients and memory", /./],
];

/** All files of the suite that are run, from its folder, in order. */
export function suiteFiles(): string[] {
  return testFiles().filter((file) => !Object.values(leftOut).some((files) => files.test(file)));
}

/** How many files the suite has in all. */
export function testFiles(): string[] {
  return readdirSync(suiteRoot, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith("_test.js"))
    .toSorted();
}

export function familyOf(file: string): string {
  return families.find(([, files]) => files.test(file))![0];
}
