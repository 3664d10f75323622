/**
 * From a page of HTML to what it says.
 *
 * A small reader: tags, comments, character references, and elements whose content is not what the page is about (head,
 * script, style, nav, aside, footer). Blocks end a line.
 * Left out: what browsers do with HTML that is wrong (an unclosed script or menu hides the rest), most of the 2,231 named
 * references, `<pre>`, CDATA, and finding the text of pages that do not say where it is.
 *
 * References: WHATWG, "HTML Living Standard", section 13.2.5 (tokenization); Kohlschütter, Fankhauser and Nejdl 2010,
 * "Boilerplate Detection using Shallow Text Features", for what a real one needs.
 */

/** Elements that are left out whole. */
const aside = new Set(["head", "script", "style", "nav", "aside", "footer", "template", "noscript"]);
/** Of these, those in which `<` means nothing. */
const raw = new Set(["script", "style"]);
const inline = new Set([
  "a",
  "abbr",
  "b",
  "code",
  "em",
  "i",
  "mark",
  "q",
  "s",
  "small",
  "span",
  "strong",
  "sub",
  "sup",
  "u",
]);
const references: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00A0",
  copy: "©",
};

// a comment, a doctype, a tag whose attributes may hold `>` in quotes, or text
const pieces =
  /<!--[\s\S]*?(?:-->|$)|<![^>]*>|<(?<close>\/?)(?<name>[a-zA-Z][^\s/>]*)(?:"[^"]*"|'[^']*'|[^"'>])*>|(?<text>[^<]+|<)/gu;

/** The text of a page, its lines trimmed, none of them empty. A text without tags stays as it is, but for its spaces. */
export function htmlText(html: string): string {
  let text = "";
  let hidden: string | undefined;
  let depth = 0;
  pieces.lastIndex = 0;
  for (let found = pieces.exec(html); found; found = pieces.exec(html)) {
    const { close, name, text: words } = found.groups!;
    const tag = name?.toLowerCase();
    if (hidden !== undefined) {
      if (tag === hidden) depth += close === "/" ? -1 : 1;
      if (depth === 0) hidden = undefined;
    } else if (words !== undefined) {
      text += decodeReferences(words.replaceAll(/\s+/gu, " "));
    } else if (tag !== undefined && aside.has(tag) && close === "") {
      [hidden, depth] = [tag, 1];
      if (raw.has(tag)) pieces.lastIndex = endOfRaw(html, tag, pieces.lastIndex);
      text += "\n";
    } else if (tag !== undefined && !inline.has(tag)) text += "\n";
  }
  return text
    .split("\n")
    .map((line) => line.replaceAll(/\s+/gu, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

function endOfRaw(html: string, tag: string, from: number): number {
  const end = html.toLowerCase().indexOf(`</${tag}`, from);
  return end < 0 ? html.length : end;
}

/** `&amp;`, `&#38;` and `&#x26;` → `&`. A reference that is not known stays as it is. */
export function decodeReferences(text: string): string {
  return text.replaceAll(/&(?:#(?<decimal>\d+)|#[xX](?<hex>[\da-fA-F]+)|(?<name>\w+));/gu, (whole, ...rest) => {
    const { decimal, hex, name } = rest.at(-1) as Record<string, string | undefined>;
    if (name !== undefined) return Object.hasOwn(references, name) ? references[name]! : whole;
    const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
    return code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff) ? String.fromCodePoint(code) : whole;
  });
}
