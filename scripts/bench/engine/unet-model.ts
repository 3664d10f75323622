/** A small U-Net that predicts the noise in grey pictures, as a student writes it, in plain tfjs. */
import * as tf from "@tensorflow/tfjs";

export interface UNetConfig {
  batch: number;
  /** Height and width. */
  side: number;
  /** From the finest level to the coarsest. */
  channels: readonly [number, number, number];
}

/** 241,633 parameters. */
export const smallUNet: UNetConfig = { batch: 16, side: 32, channels: [32, 64, 64] };

export interface UNet {
  weights: tf.Variable[];
  /** Mean squared error of the predicted noise, on one fixed batch. */
  loss(): tf.Scalar;
}

function swish(x: tf.Tensor): tf.Tensor {
  return x.mul(tf.sigmoid(x));
}

function double(x: tf.Tensor): tf.Tensor {
  return tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [x.shape[1]! * 2, x.shape[2]! * 2]);
}

function random(shape: number[], seed: number): tf.Tensor {
  return tf.randomNormal(shape, 0, 1, "float32", seed);
}

export function createUNet({ batch, side, channels }: UNetConfig = smallUNet): UNet {
  let seed = 1;
  const weights: tf.Variable[] = [];
  const weight = (shape: number[], deviation: number): tf.Variable => {
    const initial = deviation === 0 ? tf.zeros(shape) : tf.randomNormal(shape, 0, deviation, "float32", seed++);
    const made = tf.variable(initial);
    weights.push(made);
    return made;
  };

  function conv(from: number, to: number, stride = 1): (x: tf.Tensor) => tf.Tensor4D {
    const filter = weight([3, 3, from, to], Math.sqrt(1 / (9 * from))) as tf.Variable<tf.Rank.R4>;
    const bias = weight([to], 0);
    return (x) => tf.conv2d(x as tf.Tensor4D, filter, stride, "same").add(bias);
  }
  const [wide, wider, widest] = channels;
  const layers = {
    enter: conv(1, wide),
    down0: conv(wide, wide),
    down1: conv(wide, wider, 2),
    down1b: conv(wider, wider),
    down2: conv(wider, widest, 2),
    middle: conv(widest, widest),
    up1: conv(widest + wider, wider),
    up0: conv(wider + wide, wide),
    leave: conv(wide, 1),
  };
  const time = weight([16, widest], 0.1);
  const picture = random([batch, side, side, 1], 77);
  const noise = random([batch, side, side, 1], 78);
  const moment = random([batch, 16], 79);

  function predict(): tf.Tensor {
    const fine = swish(layers.down0(swish(layers.enter(picture))));
    const coarse = swish(layers.down1b(swish(layers.down1(fine))));
    const deepest = swish(layers.down2(coarse)).add(moment.matMul(time).reshape([batch, 1, 1, widest]));
    const middle = swish(layers.middle(deepest));
    const up1 = swish(layers.up1(tf.concat([double(middle), coarse], 3)));
    const up0 = swish(layers.up0(tf.concat([double(up1), fine], 3)));
    return layers.leave(up0);
  }

  return { weights, loss: () => predict().sub(noise).square().mean() as tf.Scalar };
}
