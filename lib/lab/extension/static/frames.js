/**
 * What a figure lets its reader choose, read from its plotly JSON: sliders, menus and buttons as plain data.
 * Nothing here touches the page.
 */

/** The commands of plotly that a control may give; all of them change the figure and nothing else. */
const commands = new Set(["animate", "restyle", "relayout", "update"]);
const slowMs = 1000;

/** Plotly's text as words: tags gone, a line break as `pause`, entities as the characters they stand for. */
export function words(text, { pause = " " } = {}) {
  return String(text ?? "")
    .replaceAll(/<br\s*\/?>/gi, pause)
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

/**
 * The controls of a layout in the order in which plotly draws them, each `{ kind, label, active, steps }`, where `kind`
 * is `buttons`, `slider` or `menu`, `active` an index, and a step `{ label, method, args, args2 }`.
 */
export function controlsOf(layout) {
  const menus = shown(layout.updatemenus).map((menu) => ({
    kind: menu.type === "buttons" ? "buttons" : "menu",
    label: "Choice",
    active: indexOf(menu.active),
    steps: stepsOf(menu.buttons),
  }));
  const sliders = shown(layout.sliders).map((slider) => ({
    kind: "slider",
    label: words(slider.currentvalue?.prefix) || "Step",
    active: indexOf(slider.active),
    steps: stepsOf(slider.steps),
  }));
  return [...menus, ...sliders];
}

function shown(list) {
  return Array.isArray(list) ? list.filter((one) => isObject(one) && one.visible !== false) : [];
}

function stepsOf(list) {
  return shown(list).map(({ label, method = "restyle", args, args2 }) => ({
    label: words(label),
    method: commands.has(method) ? method : "skip",
    args: Array.isArray(args) ? args : [],
    args2: Array.isArray(args2) ? args2 : undefined,
  }));
}

function indexOf(active) {
  return Number.isInteger(active) && active > 0 ? active : 0;
}

/** True for a button that runs through the frames: plotly's `animate` without the name of one. */
export function plays({ method, args }) {
  return method === "animate" && (args[0] === null || args[0] === undefined);
}

/** The name of the one frame that a step shows; undefined if it does something else. */
export function frameOf({ method, args: [names] }) {
  if (method !== "animate") return undefined;
  const name = Array.isArray(names) && names.length === 1 ? names[0] : names;
  return typeof name === "string" ? name : undefined;
}

/** The words of a frame: the text in it that begins with its name, which says its values too, else its name. */
export function wordsOf(frame) {
  const name = words(frame?.name);
  const notes = Array.isArray(frame?.layout?.annotations) ? frame.layout.annotations : [];
  return notes.map((note) => words(note?.text, { pause: ", " })).find((text) => text.startsWith(name)) ?? name;
}

/** The arguments of a play button with each frame held for a second at least, for readers who asked for no motion. */
export function slowly([names, options]) {
  const { frame, ...rest } = options ?? {};
  return [names, { ...rest, frame: Array.isArray(frame) ? frame.map(hold) : hold(frame), transition: { duration: 0 } }];
}

function hold(frame) {
  return { ...frame, duration: Math.max(slowMs, Number(frame?.duration) || 0) };
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}
