/**
 * The outputs of a cell against the committed ones.
 *
 * Compared: kinds, order, streams, every MIME type of a bundle, metadata, an error's name and message.
 * Not compared: execution counts, and tracebacks, since they name lines of files that have nothing to do with the cell.
 */
import type { NotebookOutput, Tolerance } from "../../notebook/index.ts";
import { isJsonMime } from "../../notebook/index.ts";
import { imageDifference } from "./image.ts";
import { jsonDifference } from "./json.ts";
import { textsAgree } from "./text.ts";

/** One place where the outputs differ. `reason` where a sentence says more than a diff of the texts. */
export interface Difference {
  where: string;
  committed: string;
  actual: string;
  reason?: string | undefined;
}

export async function compareOutputs(
  committed: readonly NotebookOutput[],
  actual: readonly NotebookOutput[],
  tolerance?: Tolerance,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (let i = 0; i < Math.max(committed.length, actual.length); i++) {
    const before = committed[i];
    const after = actual[i];
    const where = `output ${i + 1}`;
    if (before === undefined) differences.push({ where: `${where} is new`, committed: "", actual: describe(after!) });
    else if (after === undefined)
      differences.push({ where: `${where} is gone`, committed: describe(before), actual: "" });
    else differences.push(...(await compareOne(before, after, { where, tolerance })));
  }
  return differences;
}

interface Place {
  where: string;
  tolerance?: Tolerance | undefined;
}

async function compareOne(before: NotebookOutput, after: NotebookOutput, place: Place): Promise<Difference[]> {
  const kinds = [kindOf(before), kindOf(after)];
  if (kinds[0] !== kinds[1])
    return [{ where: `${place.where} (${kinds.join(" → ")})`, committed: describe(before), actual: describe(after) }];
  if (place.tolerance?.trained) return compareShape(before, after, place);
  const where = `${place.where}, ${kinds[0]}`;
  if (!("data" in before) || !("data" in after)) return compareText(textOf(before), textOf(after), { ...place, where });
  const differences: Difference[] = [];
  for (const mime of new Set([...Object.keys(before.data), ...Object.keys(after.data)])) {
    const at = { ...place, where: `${place.where}, ${mime}` };
    differences.push(...(await compareMime(mime, [before.data[mime], after.data[mime]], at)));
  }
  const reason = jsonDifference(before.metadata, after.metadata, place.tolerance);
  if (reason !== undefined)
    differences.push({
      where: `${place.where}, metadata`,
      committed: pretty(before.metadata),
      actual: pretty(after.metadata),
      reason,
    });
  return differences;
}

/** Of outputs of one kind: whether they are shown in the same ways. */
function compareShape(before: NotebookOutput, after: NotebookOutput, { where }: Place): Difference[] {
  const [committed, actual] = [before, after].map((output) =>
    "data" in output ? Object.keys(output.data).toSorted().join(", ") : "",
  ) as [string, string];
  return committed === actual ? [] : [{ where: `${where}, MIME types`, committed, actual }];
}

async function compareMime(mime: string, [before, after]: [unknown, unknown], place: Place): Promise<Difference[]> {
  const { where, tolerance } = place;
  if (before === undefined) return [{ where: `${where} is new`, committed: "", actual: brief(mime, after) }];
  if (after === undefined) return [{ where: `${where} is gone`, committed: brief(mime, before), actual: "" }];
  if (isJsonMime(mime)) {
    const reason = jsonDifference(before, after, tolerance);
    return reason === undefined ? [] : [{ where, committed: "", actual: "", reason }];
  }
  if (mime.startsWith("image/") && mime !== "image/svg+xml") {
    const reason = await imageDifference(String(before), String(after), tolerance);
    return reason === undefined ? [] : [{ where, committed: "", actual: "", reason }];
  }
  return compareText(String(before), String(after), place);
}

function compareText(committed: string, actual: string, { where, tolerance }: Place): Difference[] {
  return textsAgree(committed, actual, tolerance) ? [] : [{ where, committed, actual }];
}

function kindOf(output: NotebookOutput): string {
  return output.output_type === "stream" ? output.name : output.output_type;
}

function textOf(output: NotebookOutput): string {
  if (output.output_type === "stream") return output.text;
  if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
  return describe(output);
}

function describe(output: NotebookOutput): string {
  if (!("data" in output)) return textOf(output);
  return Object.entries(output.data)
    .map(([mime, value]) => `${mime}: ${brief(mime, value)}`)
    .join("\n");
}

function brief(mime: string, value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return mime.startsWith("text/") ? text : `${text.length} characters`;
}

function pretty(value: unknown): string {
  return JSON.stringify(value, undefined, 1);
}
