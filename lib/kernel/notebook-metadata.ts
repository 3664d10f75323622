/** What a front end that speaks to this kernel saves in a notebook: so a file that says it already is not changed by opening it. */
import { kernelInfo } from "./kernel-info.ts";
import { kernelNames, kernelSpec } from "./kernelspec.ts";

/** The `kernelspec` and `language_info` of a notebook's metadata. */
export function notebookMetadata(): Record<"kernelspec" | "language_info", unknown> {
  const { display_name, language } = kernelSpec({ node: process.execPath, compileCache: "" });
  return {
    kernelspec: { name: kernelNames.typescript, display_name, language },
    language_info: kernelInfo("typescript")["language_info"],
  };
}
