/** Images with the alternative text of their metadata, which JupyterLab's own renderer drops. */

/** Facts about one form of an output: those under its MIME type first, then those of the whole output. */
export function factsOf(metadata, mimeType) {
  const nested = metadata?.[mimeType];
  return { ...metadata, ...(typeof nested === "object" ? nested : undefined) };
}

/** The alternative text as text, whatever the metadata holds. */
export function altOf(metadata, mimeType) {
  const { alt } = factsOf(metadata, mimeType);
  return typeof alt === "string" ? alt : "";
}

/** An empty alternative text would say that the picture is decoration, and those who listen would not know of it. */
const undescribed = "picture without a description";

/** Subtle: an SVG as the source of an `img` cannot run scripts, so it is safe in a notebook nobody trusts yet. */
export function sourceOf(mimeType, data) {
  return mimeType === "image/svg+xml"
    ? `data:image/svg+xml,${encodeURIComponent(data)}`
    : `data:${mimeType};base64,${data.replaceAll(/\s/g, "")}`;
}

export function imageClass(Widget) {
  return class extends Widget {
    constructor(mimeType) {
      super();
      this.mimeType = mimeType;
      this.addClass("jp-RenderedImage");
      this.image = document.createElement("img");
      this.node.append(this.image);
    }

    async renderModel({ data, metadata }) {
      const facts = factsOf(metadata, this.mimeType);
      this.image.alt = altOf(metadata, this.mimeType).trim() || undescribed;
      for (const side of ["width", "height"]) if (Number(facts[side]) > 0) this.image[side] = Number(facts[side]);
      this.image.classList.toggle("jp-needs-light-background", facts.needs_background === "light");
      this.image.classList.toggle("jp-needs-dark-background", facts.needs_background === "dark");
      this.image.classList.toggle("jp-mod-unconfined", facts.unconfined === true);
      this.image.src = sourceOf(this.mimeType, String(data[this.mimeType]));
      await this.image.decode().catch(() => undefined); // a damaged picture shows its alternative text
    }
  };
}
