/** HTML that a cell has shown, with nothing left that runs, loads, or leaves its place. */
import { JSDOM } from "jsdom";

const tags = new Set(
  `a abbr audio b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i
  img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var`.split(
    /\s+/,
  ),
);

/** Elements whose text is not meant to be read either. */
const dropped = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "iframe",
  "object",
  "embed",
  "svg",
  "math",
  "title",
]);

const attributes = new Set(["alt", "colspan", "rowspan", "scope", "title", "lang", "dir", "width", "height", "role"]);

/** Keeps elements and attributes from a list of harmless ones; of an unknown element, only what it holds. */
export function sanitiseHtml(html: string): string {
  // subtle: jsdom runs no script unless told to, and a fragment is never attached to a page
  const { document } = new JSDOM("").window;
  const body = document.createElement("template");
  body.innerHTML = html;
  clean(body.content);
  return body.innerHTML;
}

function clean(parent: Node): void {
  for (const child of Array.from(parent.childNodes)) {
    if (child.nodeType === 3) continue;
    if (child.nodeType !== 1) {
      child.remove();
      continue;
    }
    const element = child as Element;
    const name = element.localName;
    if (dropped.has(name)) element.remove();
    else {
      clean(element);
      if (tags.has(name))
        for (const { name: attribute, value } of Array.from(element.attributes)) keep(element, attribute, value);
      else element.replaceWith(...Array.from(element.childNodes));
    }
  }
}

function keep(element: Element, attribute: string, value: string): void {
  if (attributes.has(attribute) || attribute.startsWith("aria-")) return;
  if (attribute === "src" && element.localName === "img" && /^data:image\/(?:png|jpeg|gif|webp);base64,/.test(value))
    return;
  if (element.localName === "audio" && (attribute === "controls" || isSound(attribute, value))) return;
  if (attribute === "href" && element.localName === "a" && /^https?:\/\//i.test(value)) return;
  element.removeAttribute(attribute);
}

function isSound(attribute: string, value: string): boolean {
  return attribute === "src" && /^data:audio\/wav;base64,[A-Za-z0-9+/=]*$/.test(value);
}
