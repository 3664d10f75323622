import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { bundleOf } from "../../lib/core/index.ts";
import { sanitiseHtml } from "../../lib/runner/html/index.ts";
import { show } from "../../lib/show/index.ts";
import { decodeWav } from "../../lib/worlds/index.ts";

const beep = { title: "A beep", samples: Float64Array.of(0, 0.5, -0.25, 0), sampleRateHz: 8 };
const htmlOf = async (sound: ReturnType<typeof show.sound>) => String((await bundleOf(sound)).data["text/html"]);
const playerIn = (html: string) => new JSDOM(html).window.document.querySelector("audio");

test("a sound is a player that holds the samples, and a sentence that says how long and how loud", async () => {
  const sound = show.sound(beep);
  expect(sound.text).toBe("Sound: A beep. 0.50 s at 8 samples a second, loudest sample 0.50.");
  expect(`${sound}`).toBe(sound.text);
  const player = playerIn(await htmlOf(sound))!;
  const [, base64] = player.getAttribute("src")!.split("base64,");
  const read = decodeWav(Uint8Array.from(Buffer.from(base64!, "base64")));
  expect(read.sampleRateHz).toBe(8);
  beep.samples.forEach((sample, i) => expect(read.samples[i]).toBeCloseTo(sample, 4));
  expect(player.hasAttribute("controls")).toBe(true);
  expect(player.hasAttribute("autoplay")).toBe(false);
});

test("it plays on the course's pages, whose rules take everything else from a player", async () => {
  const html = sanitiseHtml(await htmlOf(show.sound(beep)));
  expect(playerIn(html)!.getAttribute("src")).toMatch(/^data:audio\/wav;base64,/u);
  for (const bad of [
    '<audio autoplay onplay="x()" src="https://elsewhere.example/a.wav"></audio>',
    '<audio controls src="data:text/html;base64,PHA+"></audio>',
    '<audio controls src="data:audio/wav;base64,AAAA&quot; onplay=&quot;x()"></audio>',
  ])
    expect(
      playerIn(sanitiseHtml(bad))!
        .getAttributeNames()
        .filter((name) => name !== "controls"),
    ).toEqual([]);
});

test("titles are text", async () => {
  const html = await htmlOf(show.sound({ ...beep, title: 'a "b" <img src=x onerror=y> & c' }));
  expect(new JSDOM(html).window.document.querySelector("img")).toBeNull();
  expect(playerIn(html)!.title).toBe('a "b" <img src=x onerror=y> & c');
});

test("no sound, and one too long for a notebook, are refused", () => {
  expect(() => show.sound({ ...beep, samples: new Float64Array(0) })).toThrow(
    "show.sound samples: expected at least one, got Float64Array of length 0",
  );
  expect(() => show.sound({ ...beep, samples: Float64Array.of(0, NaN) })).toThrow(
    "show.sound samples: expected finite numbers, got",
  );
  expect(() => show.sound({ ...beep, samples: new Float64Array(200_000) })).toThrow(
    "show.sound samples: expected at most 192000, got 200000",
  );
});
