/** Where TensorFlow itself answers otherwise than tfjs' cpu backend, which ours follows. */
export const differences: Readonly<Record<string, string>> = {
  sign: "of NaN is NaN in TensorFlow, 0 in tfjs",
  floorDiv: "with NaN or by 0 is not a number in TensorFlow; tfjs makes int32 of it, so it is 0",
  mod: "by an infinity is the number itself or that infinity in TensorFlow, NaN in tfjs",
};
