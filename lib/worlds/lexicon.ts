/**
 * The words of the island's two languages. A is written with spaces; B has the same grammar turned around,
 * is written in Chinese characters without spaces, and means the same word for word.
 */

/** Twelve animals in four rhyme classes of three: the last two letters rhyme. */
export const nouns: Readonly<Record<string, string>> = {
  cat: "貓",
  bat: "蝙蝠",
  rat: "老鼠",
  dog: "狗",
  hog: "豬",
  frog: "青蛙",
  lark: "雲雀",
  shark: "鯊魚",
  aardvark: "土豚",
  jay: "松鴉",
  ray: "魟魚",
  moray: "海鰻",
};

/** Determiners, most frequent first. None of them shows number. */
export const determiners: Readonly<Record<string, string>> = { the: "這", my: "我的", your: "你的" };

/** Prepositions of place. */
export const prepositions: Readonly<Record<string, string>> = { near: "附近", behind: "後面", beside: "旁邊" };

/** Verbs without an object, in the plural; the singular adds s. */
export const intransitiveVerbs: Readonly<Record<string, string>> = {
  sleep: "睡覺",
  sing: "唱歌",
  wait: "等待",
  dream: "作夢",
  dance: "跳舞",
  swim: "游泳",
  laugh: "大笑",
  hide: "躲藏",
  run: "奔跑",
  sneeze: "打噴嚏",
  wonder: "納悶",
  smile: "微笑",
};

/** Verbs with an object, in the plural; the singular adds s. */
export const transitiveVerbs: Readonly<Record<string, string>> = {
  see: "看見",
  follow: "跟隨",
  greet: "問候",
  draw: "畫",
  trust: "信任",
  love: "愛",
};

/** Word of A → word of B for every form. B marks the plural on the noun (們) and on the verb (都). */
export const lexicon: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ...determiners, ...prepositions, ...nouns }),
  ...Object.entries(nouns).map(([a, b]): [string, string] => [`${a}s`, `${b}們`]),
  ...Object.entries({ ...intransitiveVerbs, ...transitiveVerbs }).flatMap(([a, b]): [string, string][] => [
    [`${a}s`, b],
    [a, `都${b}`],
  ]),
]);

/** The rhyme of a word of A: its last two letters. */
export function rhyme(word: string): string {
  return word.slice(-2);
}
