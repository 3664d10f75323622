/**
 * The shape of nbformat 4.5, with texts joined on the way in.
 *
 * Strict where the official schema is: an unknown key in a cell or an output is refused, since Jupyter refuses it too.
 */
import * as v from "valibot";
import { isJsonMime, joinLines } from "./lines.ts";

const text = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((lines: string | string[]) => joinLines(lines)),
);
const count = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));
/** Subtle: to valibot a list is an object too. */
const notList = v.check<unknown, string>((value) => !Array.isArray(value), "an object, not a list");
const object = v.pipe(v.unknown(), notList, v.record(v.string(), v.unknown()));
const loose = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(v.unknown(), notList, v.looseObject(entries));

const mimeBundle = v.pipe(
  object,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const joined: Record<string, unknown> = {};
    for (const [mime, value] of Object.entries(dataset.value)) {
      if (isJsonMime(mime)) joined[mime] = value;
      else if (typeof value === "string") joined[mime] = value;
      else if (Array.isArray(value) && value.every((line) => typeof line === "string")) joined[mime] = joinLines(value);
      else {
        addIssue({ message: `${mime} as text or a list of lines`, expected: `${mime} as text or a list of lines` });
        return NEVER;
      }
    }
    return joined;
  }),
);

const output = v.variant("output_type", [
  v.strictObject({ output_type: v.literal("stream"), name: v.string(), text }),
  v.strictObject({ output_type: v.literal("display_data"), data: mimeBundle, metadata: object }),
  v.strictObject({
    output_type: v.literal("execute_result"),
    data: mimeBundle,
    metadata: object,
    execution_count: count,
  }),
  v.strictObject({
    output_type: v.literal("error"),
    ename: v.string(),
    evalue: v.string(),
    traceback: v.array(v.string()),
  }),
]);

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const bound = v.pipe(v.number(), v.finite(), v.minValue(0));

const tags = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[^,]+$/, "a tag without commas"))),
  v.check((list) => new Set(list).size === list.length, "tags that differ from each other"),
);

/** The course's own part: a bound that is not a number would silently compare nothing. */
const courseOfCell = loose({
  tolerance: v.optional(
    v.strictObject({
      relative: v.optional(bound),
      absolute: v.optional(bound),
      trained: v.optional(v.boolean()),
      pixels: v.optional(share),
    }),
  ),
});

const jupyter = loose({});

const id = v.pipe(v.string(), v.regex(/^[a-zA-Z0-9-_]{1,64}$/, "1 to 64 letters, digits, - or _"));
const shared = {
  tags: v.optional(tags),
  name: v.optional(v.pipe(v.string(), v.regex(/^.+$/))),
  jupyter: v.optional(jupyter),
  course: v.optional(courseOfCell),
};
const cellMetadata = loose(shared);

const codeMetadata = loose({
  ...shared,
  execution: v.optional(v.pipe(v.unknown(), notList, v.record(v.string(), v.string()))),
  collapsed: v.optional(v.boolean()),
  scrolled: v.optional(v.union([v.boolean(), v.literal("auto")])),
});

const attachments = v.optional(v.pipe(v.unknown(), notList, v.record(v.string(), mimeBundle)));

const cell = v.variant("cell_type", [
  v.strictObject({
    cell_type: v.literal("code"),
    id,
    metadata: codeMetadata,
    source: text,
    outputs: v.array(output),
    execution_count: count,
  }),
  v.strictObject({ cell_type: v.literal("markdown"), id, metadata: cellMetadata, source: text, attachments }),
  v.strictObject({
    cell_type: v.literal("raw"),
    id,
    metadata: loose({ ...shared, format: v.optional(v.string()) }),
    source: text,
    attachments,
  }),
]);

export const notebookSchema = v.strictObject({
  nbformat: v.literal(4),
  nbformat_minor: v.pipe(v.number(), v.integer(), v.minValue(5)),
  metadata: loose({
    kernelspec: v.optional(loose({ name: v.string(), display_name: v.string() })),
    language_info: v.optional(
      loose({
        name: v.string(),
        codemirror_mode: v.optional(v.union([v.string(), object])),
        file_extension: v.optional(v.string()),
        mimetype: v.optional(v.string()),
        pygments_lexer: v.optional(v.string()),
      }),
    ),
    title: v.optional(v.string()),
    authors: v.optional(v.array(v.unknown())),
    orig_nbformat: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    course: v.optional(loose({ cpuSecondsBudget: v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0))) })),
  }),
  cells: v.array(cell),
});
