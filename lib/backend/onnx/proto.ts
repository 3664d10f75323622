/**
 * The few messages of ONNX that a graph needs, and their bytes.
 *
 * Reference: onnx.proto (ONNX 1.12, IR version 8); field numbers are those of that file.
 */
import { PbfWriter } from "pbf";

/** `TensorProto.DataType`. */
export const elementType = { float32: 1, int32: 6, int64: 7, bool: 9, bfloat16: 16 } as const;
export type ElementType = keyof typeof elementType;

/** A number is an INT, `{ float }` a FLOAT, a list INTS. */
export type Attribute = number | string | { float: number } | readonly number[];

export interface NodeProto {
  opType: string;
  /** The empty name stands for an optional input that is not there. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
  /** Empty: ONNX's own operators. */
  domain: string;
}

export interface TensorProto {
  name: string;
  type: ElementType;
  shape: readonly number[];
  data: Float32Array | Int32Array | BigInt64Array | Uint8Array;
}

export interface ValueInfoProto {
  name: string;
  type: ElementType;
  shape: readonly number[];
}

export interface GraphProto {
  nodes: readonly NodeProto[];
  initializers: readonly TensorProto[];
  inputs: readonly ValueInfoProto[];
  outputs: readonly ValueInfoProto[];
}

/** The version of each set of operators that a model may use. */
export type Opsets = Readonly<Record<string, number>>;

const irVersion = 8;

/** A whole model as ONNX Runtime loads it. */
export function encodeModel(graph: GraphProto, opsets: Opsets): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, irVersion);
  writer.writeMessage(7, writeGraph, graph);
  for (const opset of Object.entries(opsets)) writer.writeMessage(8, writeOpset, opset);
  return writer.finish();
}

function writeOpset([domain, version]: [string, number], writer: PbfWriter): void {
  writer.writeStringField(1, domain);
  writer.writeVarintField(2, version);
}

function writeGraph({ nodes, initializers, inputs, outputs }: GraphProto, writer: PbfWriter): void {
  for (const node of nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, "graph");
  for (const tensor of initializers) writer.writeMessage(5, writeTensor, tensor);
  for (const input of inputs) writer.writeMessage(11, writeValueInfo, input);
  for (const output of outputs) writer.writeMessage(12, writeValueInfo, output);
}

function writeNode({ opType, inputs, outputs, attributes, domain }: NodeProto, writer: PbfWriter): void {
  for (const name of inputs) writer.writeStringField(1, name);
  for (const name of outputs) writer.writeStringField(2, name);
  writer.writeStringField(4, opType);
  for (const attribute of Object.entries(attributes)) writer.writeMessage(5, writeAttribute, attribute);
  if (domain !== "") writer.writeStringField(7, domain);
}

function writeAttribute([name, value]: [string, Attribute], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  if (typeof value === "number") {
    writer.writeVarintField(3, value);
    writer.writeVarintField(20, 2);
  } else if (typeof value === "string") {
    writer.writeStringField(4, value);
    writer.writeVarintField(20, 3);
  } else if ("float" in value) {
    writer.writeFloatField(2, value.float);
    writer.writeVarintField(20, 1);
  } else {
    for (const each of value) writer.writeVarintField(8, each);
    writer.writeVarintField(20, 7);
  }
}

function writeTensor({ name, type, shape, data }: TensorProto, writer: PbfWriter): void {
  for (const size of shape) writer.writeVarintField(1, size);
  writer.writeVarintField(2, elementType[type]);
  writer.writeStringField(8, name);
  writer.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValueInfo({ name, type, shape }: ValueInfoProto, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(2, (_, typeWriter) => typeWriter.writeMessage(1, writeTensorType, { type, shape }), undefined);
}

function writeTensorType({ type, shape }: Pick<ValueInfoProto, "type" | "shape">, writer: PbfWriter): void {
  writer.writeVarintField(1, elementType[type]);
  writer.writeMessage(2, writeShape, shape);
}

function writeShape(shape: readonly number[], writer: PbfWriter): void {
  for (const size of shape) writer.writeMessage(1, (value, dimension) => dimension.writeVarintField(1, value), size);
}
