import { describe, expect, it } from "vitest";
import { gptParameters } from "../../lib/models/index.ts";

describe("gptParameters", () => {
  it("gives the published sizes within three percent", () => {
    // Radford et al. 2018 (117M) and 2019 (1.5B; 124M is the released small model), Brown et al. 2020, table 2.1 (174.6B)
    const published = [
      { size: 117e6, shape: { layers: 12, dModel: 768, vocab: 40_478, context: 512 } },
      { size: 124.4e6, shape: { layers: 12, dModel: 768, vocab: 50_257, context: 1024 } },
      { size: 1557.6e6, shape: { layers: 48, dModel: 1600, vocab: 50_257, context: 1024 } },
      { size: 174.6e9, shape: { layers: 96, dModel: 12_288, vocab: 50_257, context: 2048 } },
    ];
    for (const { size, shape } of published) expect(Math.abs(gptParameters(shape) / size - 1)).toBeLessThan(0.03);
  });

  it("counts the matrices one by one", () => {
    const [layers, dModel, vocab, context] = [2, 3, 5, 7];
    const attention = 4 * dModel * dModel;
    const feedForward = 2 * dModel * 4 * dModel;
    expect(gptParameters({ layers, dModel, vocab, context })).toBe(
      layers * (attention + feedForward) + vocab * dModel + context * dModel,
    );
  });
});
