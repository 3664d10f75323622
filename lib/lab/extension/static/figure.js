/**
 * What a plotly figure is before it is drawn: plain data made safe and given the page's colours.
 * Nothing here touches the page, so that hostile figures can be tested without a browser.
 */
(() => {
  "use strict";

  /** Keys through which a figure could send the reader elsewhere or fetch something. */
  const forbidden = new Set(["__proto__", "constructor", "prototype", "mapboxAccessToken", "topojsonURL", "plotlyServerURL", "editable"]);
  const harmless = new Set(["http:", "https:", "mailto:"]);

  /** A deep copy of `value` without dangerous keys, addresses or elements; too deep a value is cut off. */
  function sanitise(value, depth = 0) {
    if (typeof value === "string") return sanitiseText(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth > 40) return null;
    if (Array.isArray(value)) return value.map((item) => sanitise(item, depth + 1));
    const copy = {};
    for (const [key, item] of Object.entries(value)) {
      if (forbidden.has(key)) continue;
      // a layout image loads its source: only pictures that lie in the figure itself
      if (key === "source" && typeof item === "string" && !/^data:image\/(png|jpeg|gif|webp);base64,/.test(item)) continue;
      copy[key] = sanitise(item, depth + 1);
    }
    return copy;
  }

  /** Plotly reads a few tags in text; links go unless they lead to an ordinary address. */
  function sanitiseText(text) {
    if (!text.includes("<")) return text;
    return text.replace(/<a\b[^>]*>/gi, (tag) => {
      const address = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag);
      return address && isHarmless(address[1] ?? address[2]) ? tag : "<a>";
    });
  }

  function isHarmless(address) {
    try {
      return harmless.has(new URL(address).protocol);
    } catch {
      return false;
    }
  }

  /** `layout` with the page's text and grid colours wherever the figure does not choose its own. */
  function themed(layout, { text, grid }) {
    const axis = (own) => ({ gridcolor: grid, zerolinecolor: grid, linecolor: grid, ...own });
    const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
    const names = new Set(["xaxis", "yaxis", ...axes]);
    return {
      ...layout,
      paper_bgcolor: layout.paper_bgcolor ?? "rgba(0,0,0,0)",
      plot_bgcolor: layout.plot_bgcolor ?? "rgba(0,0,0,0)",
      font: { color: text, ...layout.font },
      ...Object.fromEntries([...names].map((name) => [name, axis(layout[name])])),
    };
  }

  /** The figure's frames as plotly wants them; anything else gives none. */
  function framesOf(figure) {
    return Array.isArray(figure.frames) ? figure.frames.filter((frame) => typeof frame === "object" && frame !== null) : [];
  }

  /** Transitions take no time where the reader asked for no motion. */
  function still(value) {
    if (Array.isArray(value)) return value.map(still);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, key === "transition" && item ? { ...item, duration: 0 } : still(item)]),
    );
  }

  globalThis.courseFigure = { sanitise, themed, framesOf, still };
})();
