/**
 * Assigning to a variable so that it can be stopped at any moment.
 *
 * tfjs gives up the old value before it takes the new one. When a notebook's cell is stopped between the two, the weight
 * is lost for good. Here the variable has a value at every moment; a stop in between costs some memory and nothing else.
 */
import { engine, util, Variable } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";

/** Change `Variable.assign`, on every backend. */
export function assignWithoutGap(): void {
  Variable.prototype.assign = assign;
}

function assign(this: Variable, newValue: Tensor): void {
  if (newValue.dtype !== this.dtype)
    throw new Error(`dtype of the new value (${newValue.dtype}) and previous value (${this.dtype}) must match`);
  if (!util.arraysEqual(newValue.shape, this.shape))
    throw new Error(`shape of the new value (${newValue.shape}) and previous value (${this.shape}) must match`);
  const before = withData(this, this.dataId);
  engine().incRef(withData(this, newValue.dataId), null as never);
  this.dataId = newValue.dataId;
  engine().disposeTensor(before);
}

/** The variable as it would be with other data: what tfjs counts references by. */
function withData(variable: Variable, dataId: object): Variable {
  return Object.create(variable, { dataId: { value: dataId } }) as Variable;
}
