/** Interactive figures, drawn by plotly, which is loaded when the first one is. */
import { makeControls } from "./controls.js";
import { sanitise, still, themed, themedFrames } from "./figure.js";
import { loadFonts } from "./fonts.js";
import { words } from "./frames.js";
import { altOf } from "./image.js";

let loading;

function loadPlotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("plotly.min.js", import.meta.url).href;
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => reject(new Error("course-outputs: plotly.min.js could not be loaded")));
    document.head.append(script);
  });
  return loading;
}

/** The theme's colours as they are now. */
function pageColours() {
  const style = getComputedStyle(document.body);
  return {
    text: style.getPropertyValue("--jp-content-font-color1").trim() || "#1a1a1a",
    grid: style.getPropertyValue("--jp-border-color2").trim() || "#e0e0e0",
  };
}

const widest = 1600;
const noMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const isObject = (value) => typeof value === "object" && value !== null;

export function plotClass(Widget) {
  return class extends Widget {
    constructor(mimeType) {
      super();
      this.mimeType = mimeType;
      this.addClass("course-Plot");
      this.node.style.overflowX = "auto";
      this.chart = document.createElement("div");
      this.chart.setAttribute("role", "img");
      this.node.append(this.chart);
      this.themeObserver = new MutationObserver(() => void this.draw());
      this.sizeObserver = new ResizeObserver(() => this.fit());
    }

    async renderModel({ data, metadata }) {
      const figure = data[this.mimeType];
      this.figure = sanitise(isObject(figure) ? figure : {});
      if (!isObject(this.figure.layout)) this.figure.layout = {};
      const { title } = this.figure.layout;
      const named = words(title?.text ?? title) || "Figure";
      this.chart.setAttribute("aria-label", altOf(metadata, this.mimeType) || named);
      // the lines of its title are broken for this width: a page that is narrower scrolls
      const width = Number(metadata?.["image/png"]?.width);
      this.chart.style.minWidth = width > 0 ? `${Math.min(width, widest)}px` : "";
      const [plotly] = await Promise.all([loadPlotly(), loadFonts()]);
      plotly.purge(this.chart); // a figure that is shown again may have other frames
      this.control(named, plotly);
      await this.draw();
      this.themeObserver.observe(document.body, { attributeFilter: ["data-jp-theme-name"] });
      this.sizeObserver.observe(this.node);
    }

    control(title, plotly) {
      this.controls?.dispose();
      this.controls?.node.remove();
      const run = (method, args) => plotly[method]?.(this.chart, ...args)?.catch?.(() => undefined); // stopped early
      this.controls = makeControls({ chart: this.chart, figure: this.figure, title, run, noMotion });
      this.toggleClass("course-mod-controls", this.controls !== undefined);
      if (this.controls) this.node.append(this.controls.node);
    }

    async draw() {
      const plotly = await loadPlotly();
      const { data, layout, frames, config } = this.figure;
      const isNew = !this.chart._fullLayout;
      const colours = pageColours();
      const themedLayout = themed(layout, colours);
      await plotly.react(this.chart, Array.isArray(data) ? data : [], noMotion() ? still(themedLayout) : themedLayout, {
        ...(config?.displayModeBar === false && { displayModeBar: false }),
        displaylogo: false,
        responsive: false,
        showSendToCloud: false, // else a button that uploads the chart
      });
      if (Array.isArray(frames) && frames.length > 0) {
        // a frame of the same name is replaced, so each has one
        const named = frames.filter(isObject).map((frame, index) => ({ name: `frame ${index}`, ...frame }));
        await plotly.addFrames(this.chart, themedFrames(named, layout, colours));
      }
      if (isNew) {
        this.chart.on("plotly_animatingframe", ({ name }) => this.controls?.moved(name));
        this.chart.on("plotly_animated", () => this.controls?.ended());
        this.chart.on("plotly_afterplot", () => this.controls?.place());
      }
      const chosen = this.controls?.chosen();
      if (chosen) await plotly[chosen.method]?.(this.chart, ...chosen.args);
      this.controls?.place();
      this.fit();
    }

    /** Follow the page's width, unless the figure has one of its own. */
    fit() {
      if (!window.Plotly || !this.chart._fullLayout || this.figure.layout?.width || this.node.clientWidth === 0) return;
      void window.Plotly.Plots.resize(this.chart);
    }

    dispose() {
      this.themeObserver.disconnect();
      this.sizeObserver.disconnect();
      this.controls?.dispose();
      window.Plotly?.purge(this.chart);
      super.dispose();
    }
  };
}
