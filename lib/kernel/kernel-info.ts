/**
 * What this kernel is, for clients that ask.
 *
 * Reference: Jupyter messaging 5.5, "Kernel info".
 */
import typescript from "typescript/package.json" with { type: "json" };
import project from "../../package.json" with { type: "json" };
import type { KernelLanguage } from "./kernelspec.ts";
import type { Content } from "./messages.ts";
import { protocolVersion } from "./messenger.ts";

const typescriptInfo = {
  name: "typescript",
  version: typescript.version,
  mimetype: "text/typescript",
  file_extension: ".ts",
  // subtle: an object here makes JupyterLab highlight by its `name` alone
  codemirror_mode: "typescript",
  pygments_lexer: "typescript",
  nbconvert_exporter: "script",
};

const javascriptInfo = {
  name: "javascript",
  version: process.versions.node,
  mimetype: "text/javascript",
  file_extension: ".js",
  codemirror_mode: "javascript",
  pygments_lexer: "javascript",
  nbconvert_exporter: "script",
};

const banners: Record<KernelLanguage, string> = {
  typescript: `TypeScript ${typescript.version} on Node ${process.versions.node}: types are checked before a cell runs.`,
  javascript: `JavaScript on Node ${process.versions.node}.`,
};

export function kernelInfo(language: KernelLanguage): Content {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    // stock tslab calls itself "tslab"; whoever has to tell the two apart can
    implementation: "tslab-session",
    implementation_version: project.version,
    language_info: language === "javascript" ? javascriptInfo : typescriptInfo,
    banner: banners[language],
    help_links: [
      { text: "TypeScript handbook", url: "https://www.typescriptlang.org/docs/handbook/intro.html" },
      { text: "JavaScript reference", url: "https://developer.mozilla.org/docs/Web/JavaScript" },
      { text: "Node.js reference", url: "https://nodejs.org/api/" },
    ],
    // neither a debugger nor subshells
    supported_features: [],
  };
}
