/** The controls that the JupyterLab extension makes for a figure, in jsdom: what they do to plotly and what they say. */
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

interface Controls {
  node: HTMLElement;
  moved(name: string): void;
  ended(): void;
  dispose(): void;
}
type Command = [method: string, args: unknown[]];
interface Options {
  chart?: HTMLElement;
  figure: object;
  title: string;
  run: (...command: Command) => void;
  noMotion: () => boolean;
}
const url = new URL("../../lib/lab/extension/static/controls.js", import.meta.url);
const { makeControls } = (await import(url.href)) as { makeControls(options: Options): Controls | undefined };

const { window } = new JSDOM("<!doctype html>");
beforeAll(() => {
  Object.assign(globalThis, { document: window.document, window });
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, "document");
  Reflect.deleteProperty(globalThis, "window");
});
beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const names = ["one", "two", "<i>three</i>"];
const steps = names.map((label) => ({ label, method: "animate", args: [[label], { mode: "immediate" }] }));
const play = { label: "▶", method: "animate", args: [null, { frame: { duration: 120 } }], args2: [[null], {}] };
const figure = {
  layout: { sliders: [{ steps }], updatemenus: [{ type: "buttons", buttons: [play] }, { buttons: steps }] },
  frames: names.map((name) => ({ name, layout: { annotations: [{ text: `${name} · loss 2<br>a note` }] } })),
};

function make({ noMotion = false, of = figure as object } = {}) {
  const commands: Command[] = [];
  const controls = makeControls({
    figure: of,
    title: "Loss",
    run: (...command) => void commands.push(command),
    noMotion: () => noMotion,
  })!;
  const [slider, menu, button, spoken] = ["input", "select", "button", "[role=status]"].map((one) =>
    controls.node.querySelector<HTMLInputElement>(one)!,
  );
  const slide = (value: number): void => {
    slider!.value = String(value);
    slider!.dispatchEvent(new window.Event("input"));
  };
  return { commands, controls, slider: slider!, menu: menu!, button: button!, spoken: spoken!, slide };
}

test("a slider, a menu and a button are named, and belong to the figure by its title", () => {
  const { controls, slider, menu, button } = make();
  expect(controls.node.getAttribute("aria-label")).toContain("Loss");
  for (const one of [slider, menu, button]) expect(one.getAttribute("aria-label")).toBeTruthy();
  expect(slider.getAttribute("aria-valuetext")).toBe("one");
});

test("a step of the slider gives plotly the step's own command, moves the menu, and is spoken when it rests", () => {
  const { commands, menu, spoken, slide } = make();
  slide(1);
  slide(2);
  slide(1);
  expect(commands).toEqual([steps[1], steps[2], steps[1]].map((step) => ["animate", step!.args]));
  expect([menu.value, spoken.textContent]).toEqual(["1", ""]);
  vi.advanceTimersByTime(1000);
  expect(spoken.textContent).toBe("two · loss 2, a note");
});

test("the button plays, follows plotly in silence, is Pause meanwhile, and tells at the end where it is", () => {
  const { commands, controls, slider, button, spoken } = make();
  button.click();
  expect(button.getAttribute("aria-label")).toBe("Pause");
  for (const name of names) controls.moved(name);
  vi.advanceTimersByTime(1000);
  expect([slider.value, spoken.textContent]).toEqual(["2", ""]);
  controls.ended();
  vi.advanceTimersByTime(1000);
  expect(spoken.textContent).toContain("loss 2");
  expect(button.getAttribute("aria-label")).toBe("Play");
  expect(commands).toEqual([["animate", play.args]]);
});

test("a second press stops, and so does a step of the slider", () => {
  const { commands, button, slide } = make();
  button.click();
  button.click();
  expect(commands.at(-1)).toEqual(["animate", play.args2]);
  button.click();
  slide(1);
  expect(button.getAttribute("aria-label")).toBe("Play");
});

test("for a reader who asked for no motion each frame is held for a second", () => {
  const { commands, button } = make({ noMotion: true });
  button.click();
  expect(commands[0]![1][1]).toMatchObject({ frame: { duration: 1000 }, transition: { duration: 0 } });
});

test("labels are text, whatever they hold", () => {
  const label = '<img src=x onerror="alert(1)">&lt;img src=x&gt;';
  const evil = { layout: { sliders: [{ steps: [{ label }] }], updatemenus: [{ buttons: [{ label }] }] } };
  const { controls, menu } = make({ of: evil });
  expect(controls.node.querySelector("img")).toBeNull();
  expect(menu.textContent).toBe("<img src=x>");
});

test("a figure without controls gets none, and a slider without steps gives no command", () => {
  expect(makeControls({ figure: {}, title: "", run: () => {}, noMotion: () => false })).toBeUndefined();
  const { commands, slide } = make({ of: { layout: { sliders: [{}] }, frames: "x" } });
  slide(0);
  expect(commands).toEqual([]);
});

test("nothing is spoken after the figure is gone", () => {
  const { controls, spoken, slide } = make();
  slide(1);
  controls.dispose();
  vi.advanceTimersByTime(1000);
  expect(spoken.textContent).toBe("");
});
