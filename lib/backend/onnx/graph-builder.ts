/** Puts an ONNX graph together, operator by operator; results are named and constants kept once. */
import { arrayOf } from "./graph-types.ts";
import type { GraphType } from "./graph-types.ts";
import { encodeModel } from "./proto.ts";
import type { Attribute, ElementType, NodeProto, TensorProto, ValueInfoProto } from "./proto.ts";

/** ONNX's own operators, ONNX Runtime's additions, and its convolutions on blocked channels. */
const opsets = { "": 17, "com.microsoft": 1, "com.microsoft.nchwc": 1 } as const;

export interface OpOptions {
  /** How many results the operator has (default 1). */
  outputs?: number;
  domain?: Exclude<keyof typeof opsets, "">;
}

/** A name in the graph: of an input, a constant, or an operator's result. */
export type Name = string;

export class GraphBuilder {
  readonly #nodes: NodeProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #constants = new Map<string, Name>();
  /** Of operators, and not yet a result of the graph. */
  readonly #results = new Set<Name>();
  #count = 0;

  /** Add an operator with one result, and return the result's name. */
  op(opType: string, inputs: readonly Name[], attributes: Readonly<Record<string, Attribute>> = {}): Name {
    return this.ops(opType, inputs, attributes, { outputs: 1 })[0]!;
  }

  /** Add an operator, and return the names of its results. */
  ops(
    opType: string,
    inputs: readonly Name[],
    attributes: Readonly<Record<string, Attribute>> = {},
    { outputs = 1, domain }: OpOptions = {},
  ): Name[] {
    const names = Array.from({ length: outputs }, () => this.#newName());
    for (const name of names) this.#results.add(name);
    this.#nodes.push({ opType, inputs, outputs: names, attributes, domain: domain ?? "" });
    return names;
  }

  /** The same as `op`, of ONNX Runtime's own operators. */
  microsoft(opType: string, inputs: readonly Name[], attributes: Readonly<Record<string, Attribute>> = {}): Name {
    return this.ops(opType, inputs, attributes, { domain: "com.microsoft" })[0]!;
  }

  /** The same of its convolutions on blocks of channels. */
  blocked(opType: string, inputs: readonly Name[], attributes: Readonly<Record<string, Attribute>> = {}): Name {
    return this.ops(opType, inputs, attributes, { domain: "com.microsoft.nchwc" })[0]!;
  }

  reshape(input: Name, shape: readonly number[]): Name {
    // subtle: 0 means "as before" unless allowzero is set
    return this.op("Reshape", [input, this.int64(shape)], shape.includes(0) ? { allowzero: 1 } : {});
  }

  /** A constant list of integers, as operators take axes, shapes and sizes. */
  int64(values: readonly number[]): Name {
    return this.#constant(`int64 ${values}`, () => ({
      type: "int64",
      shape: [values.length],
      data: BigInt64Array.from(values, BigInt),
    }));
  }

  /** A constant number of the given type, without dimensions. */
  scalar(value: number, type: GraphType = "float32"): Name {
    const shown = Object.is(value, -0) ? "-0" : String(value);
    return this.#constant(`${type} ${shown}`, () => ({ type, shape: [], data: new arrayOf[type]([value]) }));
  }

  /** A constant with any shape. */
  tensor(tensor: Omit<TensorProto, "name">): Name {
    const name = this.#newName();
    this.#initializers.push({ ...tensor, name });
    return name;
  }

  input(type: ElementType, shape: readonly number[]): Name {
    const name = this.#newName();
    this.#inputs.push({ name, type, shape });
    return name;
  }

  /** Declare a result of the whole graph and return its name; the same value may be several results. */
  output(value: Name, type: ElementType, shape: readonly number[]): Name {
    // an input, a constant or what is a result already needs another name, and is copied
    const name = this.#results.has(value) ? value : this.op("Identity", [value]);
    this.#results.delete(name);
    this.#outputs.push({ name, type, shape });
    return name;
  }

  encode(): Uint8Array {
    const nodes = this.#neededNodes();
    return encodeModel(
      { nodes, initializers: this.#initializers, inputs: this.#inputs, outputs: this.#outputs },
      opsets,
    );
  }

  /** Those that results are made from: ONNX Runtime would run the others too. */
  #neededNodes(): NodeProto[] {
    const needed = new Set(this.#outputs.map(({ name }) => name));
    const nodes: NodeProto[] = [];
    for (const node of this.#nodes.toReversed()) {
      if (!node.outputs.some((name) => needed.has(name))) continue;
      nodes.push(node);
      for (const name of node.inputs) needed.add(name);
    }
    return nodes.toReversed();
  }

  #newName(): Name {
    return `v${this.#count++}`;
  }

  #constant(key: string, make: () => Omit<TensorProto, "name">): Name {
    let name = this.#constants.get(key);
    if (name === undefined) {
      name = this.tensor(make());
      this.#constants.set(key, name);
    }
    return name;
  }
}
