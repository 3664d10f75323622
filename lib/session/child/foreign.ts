/**
 * Values of other libraries that are pictures or pages in themselves, known by their members: canvases, files of images
 * and charts of Vega as Deno's kernel knows them, and elements of any DOM.
 *
 * Reference: Deno, "Jupyter kernel", section "Rich content output".
 */
import { isProxy, isUint8Array } from "node:util/types";
import type { MimeData } from "../../core/index.ts";

/** How the bytes of an image file begin, in hexadecimal. */
const signatures: [mimeType: string, starts: RegExp][] = [
  ["image/png", /^89504e470d0a1a0a/],
  ["image/jpeg", /^ffd8ff/],
  ["image/gif", /^47494638(?:37|39)61/],
  ["image/webp", /^52494646.{8}57454250/],
];

/** The richer forms of a value that does not know our display; undefined if it has none. */
export function foreignData(value: unknown): MimeData | undefined {
  if (typeof value !== "object" || value === null || isProxy(value)) return undefined;
  if (isUint8Array(value)) return imageFile(value);
  const { toDataURL, outerHTML, namespaceURI, toSpec } = value as Record<string, unknown>;
  if (typeof toDataURL === "function") return ofDataUrl(toDataURL.call(value, "image/png"));
  if (typeof outerHTML === "string")
    return { [namespaceURI === "http://www.w3.org/2000/svg" ? "image/svg+xml" : "text/html"]: outerHTML };
  if (typeof toSpec === "function") return ofSpec(toSpec.call(value));
  return undefined;
}

function imageFile(bytes: Uint8Array): MimeData | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(12, bytes.length)).toString("hex");
  const found = signatures.find(([, starts]) => starts.test(start));
  return found && { [found[0]]: Buffer.from(bytes).toString("base64") };
}

function ofDataUrl(url: unknown): MimeData | undefined {
  const [, mimeType, base64] = /^data:(image\/[\w.+-]+);base64,([A-Za-z0-9+/=]+)$/.exec(String(url)) ?? [];
  return mimeType ? { [mimeType]: base64 } : undefined;
}

function ofSpec(spec: unknown): MimeData | undefined {
  if (typeof spec !== "object" || spec === null) return undefined;
  const { $schema } = spec as { $schema?: unknown };
  const [, name, version] = /schema\/(vega(?:-lite)?)\/v(\d+)/.exec(String($schema)) ?? [];
  if (!name) return undefined;
  return { [`application/vnd.${name.replace("-", "")}.v${version}+json`]: spec };
}
