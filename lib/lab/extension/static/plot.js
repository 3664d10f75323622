/** Interactive figures, drawn by plotly, which is loaded when the first one is. */
import { sanitise, still, themed } from "./figure.js";
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
      const { title } = this.figure.layout ?? {};
      this.chart.setAttribute("aria-label", altOf(metadata, this.mimeType) || String(title?.text ?? title ?? "Figure"));
      await this.draw();
      this.themeObserver.observe(document.body, { attributeFilter: ["data-jp-theme-name"] });
      this.sizeObserver.observe(this.node);
    }

    async draw() {
      const plotly = await loadPlotly();
      const { data, layout, frames } = this.figure;
      const themedLayout = themed(isObject(layout) ? layout : {}, pageColours());
      await plotly.react(this.chart, Array.isArray(data) ? data : [], noMotion() ? still(themedLayout) : themedLayout, {
        displaylogo: false,
        responsive: false,
      });
      const moves = Array.isArray(frames) ? frames.filter(isObject) : [];
      if (moves.length > 0 && !this.hasFrames) await plotly.addFrames(this.chart, moves);
      this.hasFrames = moves.length > 0;
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
      window.Plotly?.purge(this.chart);
      super.dispose();
    }
  };
}
