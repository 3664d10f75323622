/** The course's own fonts, for figures alone: their Chinese and their symbols are drawn on a machine that has neither. */

/** Family, weights and file of each; the families are the ones that figures name. */
export const fontFaces = [
  ["Inter", "400", "inter-regular.ttf"],
  ["Inter", "600 900", "inter-semibold.ttf"],
  ["Course Hant", "400", "hant-regular.otf"],
  ["Course Hant", "600 900", "hant-bold.otf"],
  ["Course Hans", "400", "hans-regular.otf"],
  ["Course Hans", "600 900", "hans-bold.otf"],
  ["DejaVu Sans", "400", "dejavu-symbols.ttf"],
];

/** All of them, for text whose font nobody chose. */
export const families = `${[...new Set(fontFaces.map(([family]) => family))].join(", ")}, sans-serif`;

let loading;

/**
 * Resolves when every face can be drawn with; plotly measures text as it draws, so a font that came later would be
 * drawn into the wrong room. A face that cannot be loaded is left out: the reader's own fonts stand in.
 */
export function loadFonts() {
  loading ??= Promise.all(
    fontFaces.map(async ([family, weight, file]) => {
      const source = `url(${JSON.stringify(new URL(`fonts/${file}`, import.meta.url).href)})`;
      const face = await new FontFace(family, source, { weight }).load().catch(() => undefined);
      if (face) document.fonts.add(face);
    }),
  );
  return loading;
}
