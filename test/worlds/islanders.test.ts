import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { chat, colours, declarative, exam, islanders, nameOf, question, syllables } from "../../lib/worlds/index.ts";

const world = islanders({ rng: rng(1) });
const nia = world.known[0]!;

describe("the islanders", () => {
  it("are 144 people with different names, 50 of them known, Nia among them", () => {
    const names = [...world.known, ...world.strangers].map(nameOf);
    expect(new Set(names).size).toBe(144);
    expect(world.known).toHaveLength(50);
    for (let seed = 0; seed < 20; seed++) expect(nameOf(islanders({ rng: rng(seed) }).known[0]!)).toBe("Nia");
  });

  it("show every syllable in a known name, however few are known", () => {
    for (const known of [12, 50]) {
      const people = islanders({ known, rng: rng(2) }).known;
      expect(new Set(people.map(({ name }) => name[0])).size).toBe(syllables.first.length);
      expect(new Set(people.map(({ name }) => name[1])).size).toBe(syllables.second.length);
    }
  });

  it("have colours that a name does not tell: the best guess from a syllable stays near chance over 200 islands", () => {
    // colour of the stranger with the same first syllable as a known person: equal one time in ten
    let same = 0;
    const n = 200;
    for (let seed = 0; seed < n; seed++) {
      const { known, strangers } = islanders({ rng: rng(seed) });
      same += Number(strangers.find(({ name }) => name[0] === known[0]!.name[0])!.colour === known[0]!.colour);
    }
    expect(Math.abs(same / n - 1 / colours.length)).toBeLessThan(4 * Math.sqrt(0.09 / n));
  });

  it("never mention a stranger in the ledger, and use only the listed tokens", () => {
    const strangers = new Set(world.strangers.map(nameOf));
    const tokens = new Set(world.tokens);
    for (const text of world.ledger(2000, { rng: rng(3) })) {
      for (const [i, token] of text.entries()) {
        expect(tokens.has(token)).toBe(true);
        expect(strangers.has(token + (text[i + 1] ?? ""))).toBe(false);
      }
      expect(text).not.toContain("AI");
    }
  });

  it("are written about in the stated shares", () => {
    expect(world.ledger(200, { rng: rng(4), declaratives: 1 }).every((text) => text.includes("likes"))).toBe(true);
    expect(world.ledger(200, { rng: rng(4), declaratives: 0 }).every((text) => text[0] === "USER")).toBe(true);
  });

  it("write statements, questions, exams and chats as the course's pages show them", () => {
    const person = { name: ["Ni", "a"], colour: "red" } as const;
    expect(declarative(person).join(" ")).toBe("Ni a likes red .");
    expect(declarative(person, { really: true }).join(" ")).toBe("Ni a really likes red .");
    expect(question(person).join(" ")).toBe("USER Ni a ?");
    expect(exam([person, person]).join(" ")).toBe("USER Ni a ? USER Ni a ?");
    expect(chat(person).join(" ")).toBe("USER Ni a ? AI red");
    expect(nameOf(nia)).toBe("Nia");
  });

  it("refuse islands that are too small or too large, and shares that are none", () => {
    expect(() => islanders({ known: 11, rng: rng(1) })).toThrow("islanders known: expected an integer from 12 to 143");
    expect(() => islanders({ known: 144, rng: rng(1) })).toThrow("islanders known");
    expect(() => world.ledger(1, { rng: rng(1), declaratives: 2 })).toThrow("a share from 0 to 1");
  });
});
