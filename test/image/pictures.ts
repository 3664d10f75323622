/** Pictures for properties. */
import fc from "fast-check";
import type { Channels, Image } from "../../lib/image/index.ts";

/** Any picture of up to so many pixels a side. */
export function anyPicture({ most = 6, channels }: { most?: number; channels?: Channels } = {}): fc.Arbitrary<Image> {
  const side = fc.integer({ min: 1, max: most });
  return fc
    .tuple(side, side, channels ? fc.constant(channels) : fc.constantFrom<Channels[]>(1, 3, 4))
    .chain(([width, height, c]) => {
      const length = width * height * c;
      return fc
        .uint8Array({ minLength: length, maxLength: length })
        .map((pixels) => ({ width, height, channels: c, pixels }));
    });
}
