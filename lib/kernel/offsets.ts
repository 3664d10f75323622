/**
 * Positions in a text: Jupyter counts Unicode code points, JavaScript counts UTF-16 units. They differ from the
 * first emoji on.
 *
 * Reference: Jupyter messaging 5.2, "cursor_pos is counted in unicode codepoints".
 */

/** The UTF-16 offset of code point number `points` in `text`. Positions past the end give the end. */
export function unitsFromPoints(text: string, points: number): number {
  let units = 0;
  for (let left = points; left > 0 && units < text.length; left--) units += text.codePointAt(units)! > 0xffff ? 2 : 1;
  return units;
}

/** How many code points lie before UTF-16 offset `units`. An offset inside a surrogate pair counts as before it. */
export function pointsFromUnits(text: string, units: number): number {
  let points = 0;
  for (let at = 0; at < Math.min(units, text.length); points++) {
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
    if (at > units) return points;
  }
  return points;
}
