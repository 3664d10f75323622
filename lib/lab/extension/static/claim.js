/** A tested sentence of the course as a card: every word is set as text, so nothing in an output can run. */

const grades = { T: "theorem or exact count", M: "measured here", S: "simulated, a demonstration only" };

const css = `
.course-Claim { border: 1px solid var(--jp-border-color2); border-left: 4px solid var(--course-verdict);
  border-radius: 4px; padding: 8px 12px; margin: 4px 0; max-width: 60em;
  font-family: var(--jp-content-font-family); font-size: var(--jp-content-font-size1);
  line-height: var(--jp-content-line-height); color: var(--jp-content-font-color1); }
.course-Claim[data-holds="true"] { --course-verdict: #00875a; }
.course-Claim[data-holds="false"] { --course-verdict: #d55e00; }
.course-Claim p { margin: 0 0 4px; }
.course-Claim small { color: var(--jp-content-font-color2); font-size: inherit; }
.course-Claim table { border-collapse: collapse; margin: 4px 0; }
.course-Claim th, .course-Claim td { padding: 2px 16px 2px 0; text-align: left; vertical-align: top; }
.course-Claim thead th { color: var(--jp-content-font-color2); font-weight: normal; }
.course-Claim td { font-variant-numeric: tabular-nums; }
`;

/** Anything as short text: lists joined, an absent value as a dash. */
export function words(value) {
  if (value === undefined || value === null || value === "") return "–";
  if (Array.isArray(value)) return value.map(words).join(", ");
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The table's rows, `[name, expected, measured, control]`; a claim without parts has one row of its own words. */
export function rowsOf(claim) {
  const parts = Array.isArray(claim.parts) && claim.parts.length > 0 ? claim.parts : [claim];
  return parts.map((part) => [
    part.name ? String(part.name) : "",
    words(part.expected),
    part.holds === false ? `${exact(part.measured)} ✗` : words(part.measured),
    controlOf(part.control),
  ]);
}

function controlOf(control) {
  if (typeof control !== "object" || control === null) return words(control);
  if (control.none) return `none: ${words(control.none)}`;
  const measured = control.holds === false ? `${exact(control.measured)} ✗` : words(control.measured);
  return `${measured} (expected ${words(control.expected)})`;
}

/** Every digit of what fails, so that rounding never hides why. */
function exact(value) {
  return Array.isArray(value) ? value.map(exact).join(", ") : typeof value === "number" ? String(value) : words(value);
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function row(cells, { header }) {
  const made = element("tr");
  const first = header ? "col" : "row";
  made.append(
    ...cells.map((text, i) => (header || i === 0 ? element("th", text, { scope: first }) : element("td", text))),
  );
  return made;
}

function table(claim) {
  const rows = rowsOf(claim);
  const named = rows.some(([name]) => name !== "");
  const cells = named ? rows : rows.map(([, ...rest]) => rest);
  const [head, body] = [element("thead"), element("tbody")];
  head.append(row([...(named ? ["part"] : []), "expected", "measured", "control"], { header: true }));
  body.append(...cells.map((texts) => (named ? row(texts, { header: false }) : plainRow(texts))));
  const made = element("table");
  made.append(head, body);
  return made;
}

function plainRow(cells) {
  const made = element("tr");
  made.append(...cells.map((text) => element("td", text)));
  return made;
}

/** The card of a claim, an element that is in no page yet. */
export function card(claim) {
  const verdict = claim.holds === true ? "✓ holds" : "✗ does not hold";
  const made = element("section", undefined, {
    class: "course-Claim",
    "data-holds": String(claim.holds === true),
    "aria-label": `Claim ${words(claim.id)} ${claim.holds === true ? "holds" : "does not hold"}`,
  });
  const sentence = element("p");
  sentence.append(element("strong", verdict), ` · Claim ${words(claim.id)} · ${words(claim.sentence)}`);
  made.append(sentence, table(claim));
  if (claim.note) made.append(element("p", words(claim.note)));
  const grade = Object.hasOwn(grades, claim.grade) ? `${claim.grade}: ${grades[claim.grade]}` : words(claim.grade);
  const shift = claim.seedShift ? ` · every seed moved by ${words(claim.seedShift)}` : "";
  made.append(element("small", `Grade ${grade}${shift}`));
  return made;
}

export function claimClass(Widget) {
  return class extends Widget {
    constructor(mimeType) {
      super();
      this.mimeType = mimeType;
      if (!document.querySelector("#course-claim-style")) {
        document.head.append(element("style", css, { id: "course-claim-style" }));
      }
    }

    async renderModel({ data }) {
      const claim = data[this.mimeType];
      this.node.replaceChildren(card(typeof claim === "object" && claim !== null ? claim : {}));
    }
  };
}
