import fc from "fast-check";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { crawl, decodeReferences, escapeHtml, htmlText, islanders } from "../../lib/worlds/index.ts";

test.each([
  ["", ""],
  ["plain text", "plain text"],
  ["  two   spaces\n and a line ", "two spaces and a line"],
  ["<p>one</p><p>two</p>", "one\ntwo"],
  ["a<br>b<BR/>c", "a\nb\nc"],
  ["<p>in<b>side</b> <i>a</i> word</p>", "inside a word"],
  ['<p title="a > b">text</p>', "text"],
  ["<p title='a > b'>text</p>", "text"],
  ["a <!-- <p>not this</p> --> b", "a b"],
  ["a <!-- never closed", "a"],
  ["<!DOCTYPE html><p>x", "x"],
  ["<script>if (1 < 2) write('<p>no</p>')</script>yes", "yes"],
  ["<SCRIPT>no</SCRIPT >yes", "yes"],
  ["<script>never closed <p>no", ""],
  ["<style>p > a { }</style>yes", "yes"],
  ["<nav>menu <nav>inner</nav> menu</nav>yes", "yes"],
  ["<aside>an advert</aside><footer>the end</footer>", ""],
  ["<head><title>t</title></head><h1>h</h1>", "h"],
  ["1 < 2 and 3 > 2", "1 < 2 and 3 > 2"],
  ["<", "<"],
  ["<p", "<p"],
  ["</p></nav>text", "text"],
  ["<p>a &amp; b &lt;p&gt; &#38; &#x26;</p>", "a & b <p> & &"],
  ["<ul><li>貓</li><li>🦈</li></ul>", "貓\n🦈"],
])("%j says %j", (html, text) => {
  expect(htmlText(html)).toBe(text);
});

test.each([
  ["&amp;lt;", "&lt;"],
  ["&quot;&apos;&#39;", `"''`],
  ["&nbsp;&copy;", "\u00A0©"],
  ["&unheardof; & &; &amp", "&unheardof; & &; &amp"],
  ["&toString;", "&toString;"],
  ["&#x1F988;", "🦈"],
  ["&#xD800;&#55296;&#x110000;", "&#xD800;&#55296;&#x110000;"],
])("%j stands for %j", (text, decoded) => {
  expect(decodeReferences(text)).toBe(decoded);
});

test("a text that was escaped comes back, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(decodeReferences(escapeHtml(text))).toBe(text);
      const lines = htmlText(`<p>${escapeHtml(text)}</p>`);
      expect(lines).toBe(text.replaceAll(/\s+/gu, " ").trim());
    }),
  );
});

test("any characters at all end, and leave no empty line", () => {
  const unit = fc.constantFrom("<", ">", "/", "!", "-", "p", "nav", "script", " ", '"', "'", "&", ";", "amp", "#", "x");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (html) => {
      for (const line of htmlText(html).split("\n").slice(1)) expect(line.trim()).not.toBe("");
    }),
    { numRuns: 500 },
  );
});

test("a long unclosed tag is read in time that grows with its length", () => {
  expect(htmlText(`<p ${"a=b ".repeat(20_000)}`)).toContain("a=b");
  expect(htmlText("<!--".repeat(20_000))).toBe("");
});

test("of crawled pages it says what a browser's parser says of their main part (jsdom 29.1.1)", () => {
  const { known: people } = islanders({ known: 12, rng: rng(1) });
  for (const { html } of crawl({ rng: rng(2), people, pages: 25 }).pages) {
    const { document } = new JSDOM(html).window;
    for (const br of document.querySelectorAll("br")) br.replaceWith("\n");
    for (const advert of document.querySelectorAll("aside")) advert.remove();
    const blocks = [...document.querySelectorAll("main h1, main p, main li")].map((block) => block.textContent);
    expect(htmlText(html)).toBe(blocks.join("\n"));
  }
});

type Tree = string | { tag: string; inside: Tree[] };
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("a", "b c", " ", "x & y", "1 < 2", "貓", '"quoted"'),
    fc.record({
      tag: fc.constantFrom("div", "b", "i", "span", "section", "nav", "aside", "footer", "article"),
      inside: fc.array(tie("tree"), { maxLength: 4 }),
    }),
  ),
}));
const blocks = new Set(["div", "section", "nav", "aside", "footer", "article"]);
const left = new Set(["nav", "aside", "footer"]);

function written(node: Tree): string {
  if (typeof node === "string") return escapeHtml(node);
  return `<${node.tag} class="x > y">${node.inside.map(written).join("")}</${node.tag}>`;
}

/** What the tree says, from the tree: blocks end a line before and after them. */
function said(node: Tree): string {
  if (typeof node === "string") return node;
  if (left.has(node.tag)) return "\n";
  const inside = node.inside.map(said).join("");
  return blocks.has(node.tag) ? `\n${inside}\n` : inside;
}

const tidy = (text: string) =>
  text
    .split("\n")
    .map((line) => line.split(/\s+/u).filter(Boolean).join(" "))
    .filter(Boolean)
    .join("\n");

test("a tree of elements, written as HTML, says what stands in the tree", () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 4 }), (nodes) => {
      expect(htmlText(nodes.map(written).join(""))).toBe(tidy(nodes.map(said).join("")));
    }),
  );
});

const letters = (text: string) => text.replaceAll(/\s/gu, "");

test("the same tree without its blocks is what a browser's parser takes for its text (jsdom 29.1.1)", () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 3 }), (nodes) => {
      const html = nodes.map(written).join("");
      const { document } = new JSDOM(`<body>${html}</body>`).window;
      for (const each of document.querySelectorAll("nav, aside, footer")) each.remove();
      expect(letters(htmlText(html))).toBe(letters(document.body.textContent));
    }),
    { numRuns: 50 },
  );
});

test("stripping again changes nothing where no text looks like HTML", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("<p>", "</p>", "a", " b ", "<br>", "<i>c</i>"), { maxLength: 20 }),
      (parts) => {
        const once = htmlText(parts.join(""));
        expect(htmlText(once.replaceAll("\n", "<br>"))).toBe(once);
      },
    ),
  );
});
