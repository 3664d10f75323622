/** The three renderers and what they are for. A lower rank is preferred; JupyterLab's own images have 90. */
import { claimClass } from "./claim.js";
import { imageClass } from "./image.js";
import { plotClass } from "./plot.js";

function extension(id, { rank, dataType, mimeTypes, Class }) {
  return {
    id: `course-outputs:${id}`,
    rank,
    dataType,
    rendererFactory: { safe: true, mimeTypes, createRenderer: ({ mimeType }) => new Class(mimeType) },
  };
}

export function extensions(Widget) {
  return [
    extension("plot", {
      rank: 0,
      dataType: "json",
      mimeTypes: ["application/vnd.plotly.v1+json"],
      Class: plotClass(Widget),
    }),
    extension("claim", {
      rank: 0,
      dataType: "json",
      mimeTypes: ["application/vnd.course.claim+json"],
      Class: claimClass(Widget),
    }),
    extension("image", {
      rank: 80,
      dataType: "string",
      mimeTypes: ["image/png", "image/jpeg", "image/gif", "image/webp"],
      Class: imageClass(Widget),
    }),
    extension("svg", { rank: 81, dataType: "string", mimeTypes: ["image/svg+xml"], Class: imageClass(Widget) }),
  ];
}
