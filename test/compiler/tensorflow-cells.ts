/**
 * Cells as tutorials of TensorFlow.js have them, right and wrong, to be checked against two sets of declarations.
 * Each stands alone after `import * as tf`; with it, TypeScript's numbers of the errors that it should have.
 */

export const cells: readonly (readonly [code: string, ...errors: number[]])[] = [
  // tensors
  ["tf.tensor([1, 2, 3, 4]).print();"],
  ["const m = tf.tensor2d([[1, 2], [3, 4]]); m.shape[1].toFixed();"],
  ["const t = tf.tensor([1, 2, 3, 4], [2, 2], 'int32'); const d: tf.DataType = t.dtype;"],
  ["const s: number[] = tf.zeros([3, 4]).shape;"],
  ["const x: tf.Tensor3D = tf.ones([2, 2, 2]);"],
  ["const a = tf.range(0, 10).reshape([2, 5]).transpose().slice([0, 0], [2, 2]);"],
  ["const v = tf.variable(tf.scalar(2)); v.assign(tf.scalar(3)); v.trainable = false; v.name.length;"],
  ["const b = tf.buffer([2, 2]); b.set(3, 0, 0); const t = b.toTensor(); b.get(0, 1).toFixed();"],
  ["const rows: number[][] = tf.zeros<tf.Rank.R2>([2, 2]).arraySync();"],
  ["const values = await tf.tensor1d([1, 2]).data(); values[0].toFixed(2);"],
  ["const bytes = tf.tensor1d(['a', 'b'], 'string').dataSync<'string'>(); bytes[0].toUpperCase();"],
  ["const [head, tail] = tf.split(tf.range(0, 10), 2); head.add(tail).sum().dataSync()[0];"],
  ["const h = tf.oneHot(tf.tensor1d([0, 1], 'int32'), 3); h.argMax(1).print();"],
  ["tf.image.resizeBilinear(tf.zeros<tf.Rank.R3>([8, 8, 3]), [4, 4]).shape;"],
  ["const c = tf.complex([1, 2], [3, 4]); tf.spectral.fft(c); tf.real(c).add(tf.imag(c));"],
  ["const e: tf.Tensor = tf.einsum('ij,jk->ik', tf.ones([2, 3]), tf.ones([3, 4]));"],
  ["const u = tf.unique(tf.tensor1d([1, 1, 2])); u.values.print(); u.indices.print();"],
  // chained
  ["tf.scalar(1).add(2).mul(tf.scalar(3)).sub([1]).div(2).pow(2).sqrt().square().print();"],
  ["const y = tf.ones([2, 2]).matMul(tf.ones([2, 2])).relu().softmax().logSoftmax().mean(0, true);"],
  ["const c = tf.ones([1, 2]).concat(tf.ones([1, 2]), 0).pad([[1, 1], [0, 0]]).tile([2, 1]).expandDims(0).squeeze();"],
  ["const n: number = tf.tensor1d([3, 1]).max().dataSync()[0] + (tf.tensor1d([3, 1]).min().arraySync() as number);"],
  ["const k = tf.tensor1d([3, 1, 2]).topk(2); k.values.print(); k.indices.asType('int32');"],
  ["tf.tensor2d([[1, 2]]).greater(tf.tensor2d([[0, 3]])).logicalAnd(tf.tensor2d([[1, 1]], [1, 2], 'bool')).any();"],
  [
    "tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]).conv2d(tf.ones<tf.Rank.R4>([1, 1, 1, 1]), 1, 'same').maxPool(2, 2, 'valid');",
  ],
  ["const f: (t: tf.Tensor) => tf.Tensor = (t) => t.clone().neg().exp().log1p().sigmoid().tanh().clipByValue(0, 1);"],
  // memory
  [
    "const z = tf.tidy(() => { const a = tf.ones([2]); return tf.keep(a.mul(2)); }); z.dispose(); tf.memory().numTensors.toFixed();",
  ],
  [
    "const { a, b } = tf.tidy(() => ({ a: tf.scalar(1), b: tf.scalar(2) })); a.add(b); tf.dispose([a, b]); tf.dispose({ a });",
  ],
  ["const pair = tf.tidy('named', () => [tf.scalar(1), tf.zeros([2])]); pair[0].print();"],
  [
    "const info = await tf.time(() => { tf.ones([2]); }); info.kernelMs; const p = await tf.profile(() => tf.ones([1])); p.newTensors;",
  ],
  [
    "await tf.ready(); await tf.setBackend('cpu'); tf.getBackend().length; tf.env().getBool('IS_NODE'); tf.backend().numDataIds();",
  ],
  // gradients and training loops
  ["const g = tf.grad((x) => x.square()); g(tf.scalar(3)).print();"],
  ["const [da, db] = tf.grads((a, b) => a.mul(b))([tf.scalar(1), tf.scalar(2)]);"],
  [
    "const { value, grads } = tf.variableGrads(() => tf.scalar(1).square().asScalar()); value.print(); Object.keys(grads);",
  ],
  [
    `const a = tf.variable(tf.scalar(Math.random())), b = tf.variable(tf.scalar(0));
const optimizer = tf.train.sgd(0.1);
const predict = (x: tf.Tensor) => tf.tidy(() => a.mul(x).add(b));
const loss = (p: tf.Tensor, y: tf.Tensor): tf.Scalar => p.sub(y).square().mean();
for (let i = 0; i < 2; i++) optimizer.minimize(() => loss(predict(tf.tensor1d([1, 2])), tf.tensor1d([2, 4])));
console.log(a.dataSync()[0], b.dataSync()[0]);`,
  ],
  [
    "const o: tf.Optimizer = tf.train.adam(0.01, 0.9); const c = o.minimize(() => tf.scalar(1) as tf.Scalar, true, []); c.print(); o.applyGradients({});",
  ],
  [
    "const custom = tf.customGrad((x, save) => { (save as tf.GradSaveFunc)([x as tf.Tensor]); return { value: (x as tf.Tensor).square(), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [dy.mul(saved[0])] }; });",
  ],
  [
    "tf.losses.softmaxCrossEntropy(tf.ones([2, 3]), tf.ones([2, 3])).print(); tf.losses.huberLoss([1], [2]); tf.metrics.mse(tf.ones([1]), tf.ones([1]));",
  ],
  // layers
  [
    `const model = tf.sequential();
model.add(tf.layers.dense({ units: 32, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dropout({ rate: 0.2 }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: 'glorotUniform', kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }) }));
model.compile({ optimizer: tf.train.adam(), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
const history = await model.fit(tf.ones([10, 4]), tf.ones([10, 3]), { epochs: 1, batchSize: 2, validationSplit: 0.1, shuffle: true,
  callbacks: { onEpochEnd: async (epoch, logs) => console.log(epoch.toFixed(), logs?.loss) } });
history.history.loss[0]; model.summary(); const out = model.predict(tf.ones([1, 4])) as tf.Tensor; out.print();`,
  ],
  [
    "const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [28, 28] }), tf.layers.dense({ units: 10 })] }); model.layers[0].getWeights()[0].print(); model.getWeights(); model.countParams();",
  ],
  [
    "const cnn = tf.sequential(); cnn.add(tf.layers.conv2d({ inputShape: [28, 28, 1], kernelSize: 3, filters: 8, activation: 'relu' })); cnn.add(tf.layers.maxPooling2d({ poolSize: 2 })); cnn.add(tf.layers.batchNormalization());",
  ],
  [
    `const input = tf.input({ shape: [5] });
const hidden = tf.layers.dense({ units: 4 }).apply(input) as tf.SymbolicTensor;
const joined = tf.layers.concatenate().apply([input, hidden]) as tf.SymbolicTensor;
const model: tf.LayersModel = tf.model({ inputs: input, outputs: joined });
const [first] = model.predictOnBatch(tf.ones([1, 5])) as tf.Tensor[];`,
  ],
  [
    "const rnn = tf.layers.lstm({ units: 8, returnSequences: true }); const e = tf.layers.embedding({ inputDim: 10, outputDim: 4 }); const bi = tf.layers.bidirectional({ layer: rnn as tf.RNN, mergeMode: 'concat' });",
  ],
  [
    "class Scale extends tf.layers.Layer { static className = 'Scale'; call(inputs: tf.Tensor | tf.Tensor[]) { const [x] = Array.isArray(inputs) ? inputs : [inputs]; return x.mul(2); } } tf.serialization.registerClass(Scale); const l = new Scale(); l.apply(tf.ones([1]));",
  ],
  [
    "const stop = tf.callbacks.earlyStopping({ monitor: 'val_loss', patience: 2 }); const m = tf.sequential(); await m.fit(tf.ones([1]), tf.ones([1]), { callbacks: [stop] }); const e = m.evaluate(tf.ones([1]), tf.ones([1])) as tf.Scalar; e.dataSync();",
  ],
  [
    "class Log extends tf.CustomCallback { constructor() { super({ onBatchEnd: (batch: number, logs?: tf.Logs) => { logs?.acc; } }); } } new Log();",
  ],
  [
    "const m = tf.sequential(); await m.save(tf.io.withSaveHandler(async (artifacts) => { artifacts.weightData; return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } }; })); const back = await tf.loadLayersModel('file://model.json'); back.layers;",
  ],
  [
    "const graph = await tf.loadGraphModel('file://m'); const r = graph.predict(tf.zeros([1])); const o = await graph.executeAsync({ x: tf.zeros([1]) }, ['y']); graph.inputNodes.length;",
  ],
  // data
  [
    "const ds = tf.data.array([1, 2, 3]).map((x) => x * 2).filter((x) => x > 2).batch(2).shuffle(10).repeat(2).prefetch(1); await ds.forEachAsync((t) => console.log(t)); (await ds.toArray()).length;",
  ],
  [
    "const xs = tf.data.array([[1], [2]]), ys = tf.data.array([1, 2]); const zipped = tf.data.zip({ xs, ys }); await tf.sequential().fitDataset(zipped, { epochs: 1 });",
  ],
  [
    "const gen = tf.data.generator(function* () { yield { xs: tf.ones([1]), ys: tf.ones([1]) }; }); (await gen.iterator()).next(); const c: tf.data.CSVDataset = tf.data.csv('file://a.csv', { hasHeader: true }); await c.columnNames();",
  ],
  // utilities, and what only those who write kernels use
  [
    "tf.util.shuffle([1, 2]); tf.util.createShuffledIndices(3); tf.util.sizeFromShape([2]); tf.util.assert(true, () => ''); tf.version.tfjs.length; tf.version_core; tf.enableProdMode();",
  ],
  [
    "const kernel: tf.KernelConfig = { kernelName: tf.BatchMatMul, backendName: 'mine', kernelFunc: ({ inputs, attrs }) => { const { a } = inputs as tf.BatchMatMulInputs; return a; } }; tf.registerKernel(kernel); tf.unregisterKernel('A', 'mine');",
  ],
  [
    "class Mine extends tf.KernelBackend { numDataIds() { return 1; } } tf.registerBackend('mine', () => new Mine()); tf.engine().startScope(); tf.backend_util.computeOptimalWindowSize(4); tf.kernel_impls.whereImpl;",
  ],
  // wrong
  ["const t: tf.Tensor2D = tf.tensor1d([1, 2]);", 2322],
  ["const t: tf.Tensor1D = tf.zeros<tf.Rank.R3>([1, 2, 3]);", 2322],
  ["tf.tensor2d([1, 2], [2]);", 2345],
  ["tf.tensor3d('a');", 2345],
  ["tf.tensor([1, 2], [2], 'float64');", 2345],
  ["tf.matmul(tf.ones([1, 1]), tf.ones([1, 1]));", 2551],
  ["tf.ones([2, 2]).matmul(tf.ones([2, 2]));", 2551],
  ["tf.matMul(tf.ones([1, 1]));", 2554],
  ["tf.add(tf.scalar(1), new Date());", 2345],
  ["tf.scalar(1).mul();", 2554],
  ["tf.scalar(1).mul({ value: 1 });", 2561],
  ["const n: number = tf.scalar(1).add(1);", 2322],
  ["const d: number[] = tf.scalar(1).data();", 2740],
  ["tf.tidy(async () => tf.scalar(1));", 2345],
  ["tf.tidy(() => 'done').length; tf.tidy(() => new Map());", 2345],
  ["tf.layers.dense({ unit: 3 });", 2561],
  ["tf.layers.dense({ units: 3, activation: 'rellu' });", 2820],
  ["tf.layers.dense();", 2554],
  ["const m = tf.sequential(); m.add(tf.dense({ units: 1 }));", 2339],
  ["tf.sequential().compile({ optimizer: tf.train.adam() });", 2741],
  ["const m = tf.sequential(); m.predict(tf.ones([1])).print();", 2339],
  ["await tf.sequential().fit(tf.ones([1]), tf.ones([1]), { epoch: 3 });", 2561],
  ["tf.train.sgd(); tf.train.adam('0.1');", 2554, 2345],
  ["tf.train.sgd(0.1).minimize(() => tf.ones([2, 2]).square() as tf.Tensor2D);", 2322],
  ["tf.grad((x) => x.square())(3).toFixed();", 2339],
  ["const b = tf.buffer([2, 2], 'int32'); b.values = new Float64Array(4); b.rank = 1;", 2322, 2540],
  ["tf.scalar(1).shape = [1]; tf.scalar(1).isDisposedInternal;", 2540, 2445],
  ["const v: tf.Variable = tf.scalar(1); const w: tf.Variable<tf.Rank.R1> = tf.variable(tf.ones([2, 2]));", 2322, 2345],
  ["let f: (t: tf.Tensor2D) => tf.Tensor1D = (t) => t;", 2322],
  ["tf.data.array([1, 2]).map((x) => x.toUpperCase());", 2339],
  ["const t: tf.Tensor4 = tf.ones([1]); const l: tf.Layer = tf.layers.dense({ units: 1 });", 2724, 2724],
  ["new tf.Optimizer(); new tf.Tensor([1]);", 2511, 2554],
  ["tf.image.resizeBilinear(tf.ones([2, 2]), 4);", 2345],
  ["tf.losses.meanSquaredEror(tf.ones([1]), tf.ones([1])); tf.util.assert('a');", 2551, 2554],
];
