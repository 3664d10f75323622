/**
 * Where a patch stands, as a vector of sines and cosines: half of it for the row, half for the column.
 *
 * References: Vaswani et al. 2017, "Attention Is All You Need", section 3.5; in two dimensions as He et al. 2022, "Masked
 * Autoencoders Are Scalable Vision Learners", appendix A.1.
 */
import { check, checkInteger } from "../core/index.ts";

/** The vectors of places 0 … length − 1: sin(place · ω) then cos(place · ω), ω from 1 down to 1 / 10,000. [place, dModel], dModel even. */
export function positionLine({ length, dModel }: { length: number; dModel: number }): Float32Array[] {
  checkInteger(length, "positionLine length");
  checkInteger(dModel, "positionLine dModel", { min: 2 });
  check(dModel % 2 === 0, "positionLine dModel", "an even number", dModel);
  const half = dModel / 2;
  return Array.from({ length }, (_, place) =>
    Float32Array.from({ length: dModel }, (_, i) => {
      const angle = place / 10_000 ** ((i % half) / half);
      return i < half ? Math.sin(angle) : Math.cos(angle);
    }),
  );
}

/** The vectors of a grid, row by row: the column's vector, then the row's. [rows · columns, dModel], dModel a multiple of 4. */
export function positionGrid({
  rows,
  columns,
  dModel,
}: {
  rows: number;
  columns: number;
  dModel: number;
}): Float32Array[] {
  check(dModel % 4 === 0, "positionGrid dModel", "a multiple of 4", dModel);
  const down = positionLine({ length: rows, dModel: dModel / 2 });
  const across = positionLine({ length: columns, dModel: dModel / 2 });
  return down.flatMap((row) => across.map((column) => Float32Array.from([...column, ...row])));
}
