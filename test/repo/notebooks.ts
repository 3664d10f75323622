/** The shape in which a lecture is committed. What its cells do is the runner's to check. */

export interface Notebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: { kernelspec?: { name?: string; language?: string }; language_info?: { name?: string } };
  cells: {
    id?: string;
    cell_type: string;
    source: string | string[];
    outputs?: unknown[];
    execution_count?: number | null;
  }[];
}

/** Sentences about a notebook that is not of format 4.5, not for this kernel, or committed without outputs. */
export function shapeProblems({ nbformat, nbformat_minor, metadata, cells }: Notebook): string[] {
  const problems: string[] = [];
  if (nbformat !== 4 || nbformat_minor !== 5) problems.push(`is of format ${nbformat}.${nbformat_minor}, not 4.5`);
  const { kernelspec, language_info } = metadata;
  if (kernelspec?.name !== "tslab") problems.push(`is for kernel ${kernelspec?.name}, not tslab`);
  for (const language of [kernelspec?.language, language_info?.name])
    if (language !== "typescript") problems.push(`is in language ${language}, not typescript`);
  const seen = new Set<string | undefined>();
  for (const [index, { id }] of cells.entries()) {
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(id ?? "")) problems.push(`cell ${index + 1} has no proper id`);
    else if (seen.has(id)) problems.push(`cell ${index + 1} has the id of another, ${id}`);
    seen.add(id);
  }
  const code = cells.filter((cell) => cell.cell_type === "code" && [cell.source].flat().join("").trim() !== "");
  if (!code.some(({ outputs }) => outputs && outputs.length > 0)) problems.push("is committed without outputs");
  const notRun = code.filter(({ execution_count }) => typeof execution_count !== "number");
  return [...problems, ...notRun.map(({ id }) => `cell ${id} is committed without having been run`)];
}
