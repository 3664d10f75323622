/**
 * A figure's slider, menu and buttons as the page's own elements, which take focus, obey the keyboard and speak to a
 * screen reader; plotly's are shapes in a picture. They lie where plotly has made room for its own, which are hidden.
 */
import { families } from "./fonts.js";
import { controlsOf, frameOf, plays, slowly, wordsOf } from "./frames.js";

const css = `
.course-Plot { position: relative; }
.course-Plot.course-mod-controls .slider-container, .course-Plot.course-mod-controls .updatemenu-container,
.course-Plot.course-mod-controls .slider-container *, .course-Plot.course-mod-controls .updatemenu-container * {
  visibility: hidden !important; pointer-events: none !important; }
.course-Control { position: absolute; display: flex; align-items: center; gap: 10px; box-sizing: border-box;
  color: var(--jp-content-font-color1); font-family: ${families};
  font-size: 13px; }
.course-Control input { flex: 1; min-width: 60px; height: 20px; margin: 0; accent-color: #0072b2; cursor: pointer; }
.course-Control span { max-width: 45%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.course-Control button, .course-Control select { font: inherit; color: var(--jp-ui-font-color1);
  background: var(--jp-layout-color1); border: 1px solid var(--jp-border-color1); border-radius: 4px;
  height: 28px; padding: 0 8px; max-width: 100%; cursor: pointer; }
.course-Control button { min-width: 34px; }
.course-Control :focus-visible { outline: 2px solid #0072b2; outline-offset: 2px; }
[data-jp-theme-light="false"] .course-Control { color-scheme: dark; }
[data-jp-theme-light="false"] .course-Control input { accent-color: #56b4e9; }
[data-jp-theme-light="false"] .course-Control :focus-visible { outline-color: #56b4e9; }
.course-Spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** Long enough for a key that is held down, so that a reader hears where it stopped and not every step. */
const quietMs = 400;
const stop = [[null], { mode: "immediate", frame: { duration: 0 }, transition: { duration: 0 } }];

/**
 * The controls of `figure`, drawn in `chart` and put after it. `run(method, args)` gives a command to plotly,
 * `noMotion()` says whether the reader asked for none. Undefined if the figure has no control.
 */
export function makeControls({ chart, figure, title, run, noMotion }) {
  const all = controlsOf(figure.layout ?? {});
  if (all.length === 0) return undefined;
  prepare();
  const frames = new Map((Array.isArray(figure.frames) ? figure.frames : []).map((frame) => [frame?.name, frame]));
  const group = element("div", { role: "group", "aria-label": `Controls of the figure “${title}”` });
  const spoken = element("div", { class: "course-Spoken", role: "status", "aria-live": "polite" });
  let playing = false;
  let chosen;
  let timer;

  const sayChosen = () => {
    if (!chosen) return;
    const frame = frames.get(frameOf(chosen));
    clearTimeout(timer);
    timer = setTimeout(() => (spoken.textContent = frame ? wordsOf(frame) : chosen.label), quietMs);
  };
  const setPlaying = (now) => {
    playing = now;
    for (const one of made) one.playing?.(now);
  };
  const choose = (step) => {
    setPlaying(false);
    chosen = step;
    const name = frameOf(step);
    if (name !== undefined) follow(name);
    void run(step.method, step.args);
    sayChosen();
  };
  /** Show on every control that the figure is at this frame. */
  const follow = (name) => {
    for (const { steps, show } of made) {
      const index = steps.findIndex((step) => frameOf(step) === name);
      if (index >= 0) show?.(index);
    }
  };
  const toggle = (step) => {
    const now = !playing;
    setPlaying(now);
    if (now) void run(step.method, noMotion() ? slowly(step.args) : step.args);
    else void run("animate", step.args2 ?? stop);
    if (!now) sayChosen();
  };

  const makers = { slider: makeSlider, menu: makeMenu, buttons: makeButtons };
  const made = all.map((control) => makers[control.kind](control, { choose, toggle }));
  group.append(...made.map(({ node }) => node), spoken);

  return {
    node: group,
    /** The step chosen last, to show it again when the figure is drawn anew. */
    chosen: () => chosen,
    /** Plotly shows this frame now. */
    moved(name) {
      if (!playing) return;
      chosen = made.flatMap(({ steps }) => steps).find((step) => frameOf(step) === name) ?? chosen;
      follow(name);
    },
    /** Plotly has come to the end of what it ran through. */
    ended() {
      if (!playing) return;
      setPlaying(false);
      sayChosen();
    },
    place: () => place(chart, made),
    dispose: () => clearTimeout(timer),
  };
}

function makeSlider({ label: name, active, steps }, { choose }) {
  const last = Math.max(0, steps.length - 1);
  const input = element("input", { type: "range", min: 0, max: last, step: 1, "aria-label": name });
  const text = element("span", { "aria-hidden": "true" });
  const show = (index) => {
    input.value = String(index);
    const label = steps[index]?.label ?? "";
    input.setAttribute("aria-valuetext", label);
    text.textContent = label;
  };
  show(Math.min(active, last));
  input.addEventListener("input", () => {
    const index = Number(input.value);
    show(index);
    if (steps[index]) choose(steps[index]);
  });
  return { kind: "slider", node: box(input, text), steps, show };
}

function makeMenu({ label, active, steps }, { choose }) {
  const select = element("select", { "aria-label": label });
  select.append(
    ...steps.map((step, index) => Object.assign(element("option", { value: index }), { textContent: step.label })),
  );
  const show = (index) => (select.value = String(index));
  show(active);
  select.addEventListener("change", () => choose(steps[Number(select.value)]));
  return { kind: "menu", node: box(select), steps, show };
}

function makeButtons({ steps }, { choose, toggle }) {
  const buttons = steps.map((step) => {
    const button = element("button", { type: "button" });
    button.textContent = step.label;
    button.addEventListener("click", () => (plays(step) ? toggle(step) : choose(step)));
    return button;
  });
  const playing = (now) => {
    for (const [index, step] of steps.entries()) {
      if (!plays(step)) continue;
      buttons[index].setAttribute("aria-label", now ? "Pause" : "Play");
      buttons[index].textContent = now ? "❚❚" : step.label;
    }
  };
  playing(false);
  return { kind: "buttons", node: box(...buttons), steps, playing };
}

/** Put each control over plotly's own, which is there but hidden. */
function place(chart, made) {
  const origin = chart.parentElement.getBoundingClientRect();
  const { scrollLeft, scrollTop } = chart.parentElement;
  const sliders = [...chart.querySelectorAll(".slider-group .slider-rail-rect")];
  const menus = [...chart.querySelectorAll(".updatemenu-header-group")];
  for (const { kind, node } of made) {
    const drawn = kind === "slider" ? sliders.shift() : menus.shift();
    const area = (kind === "buttons" ? buttonsOf(drawn) : drawn)?.getBoundingClientRect();
    if (!area || area.width === 0) continue;
    const middle = area.top + area.height / 2 - origin.top + scrollTop;
    Object.assign(node.style, {
      left: `${area.left - origin.left + scrollLeft}px`,
      top: `${middle - 14}px`,
      height: "28px",
      ...(kind === "slider" ? { width: `${area.width}px` } : { maxWidth: `${origin.right - area.left}px` }),
    });
  }
}

/** Plotly keeps the buttons of a menu beside its header, which is empty where they are always open. */
function buttonsOf(header) {
  return header?.parentElement.querySelector(".updatemenu-button");
}

let prepared = false;

/** Once for the page: the looks, and the keys that a control needs for itself. */
function prepare() {
  if (prepared) return;
  prepared = true;
  document.head.append(Object.assign(element("style", {}), { textContent: css }));
  // subtle: JupyterLab takes keys before any element gets them, and "d d" deletes the cell; asked this way it leaves
  // them to the control, but for running the cell and what is held with Control, such as saving
  window.addEventListener(
    "keydown",
    ({ target, key, shiftKey, ctrlKey, metaKey, altKey }) => {
      const others = ctrlKey || metaKey || altKey || (shiftKey && key === "Enter");
      if (target.closest?.(".course-Control")) target.toggleAttribute("data-lm-suppress-shortcuts", !others);
    },
    { capture: true },
  );
}

function box(...children) {
  const made = element("div", { class: "course-Control" });
  made.append(...children);
  return made;
}

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
