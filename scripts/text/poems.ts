/** Poems as paragraphs: author and title, then the verses, then an empty line. */

/** As the package has them. */
export interface Poem {
  author: string;
  title: string;
  paragraphs: readonly string[];
}

/** Left out: poems with lost characters (□) or remarks between brackets, and those without a verse. */
export function poemsText(poems: readonly Poem[]): string {
  return poems
    .filter(({ paragraphs }) => paragraphs.length > 0 && !/[□（(〔［{《?]/u.test(paragraphs.join("")))
    .map(({ author, title, paragraphs }) => `${[`${author}《${title}》`, ...paragraphs].join("\n")}\n`)
    .join("\n");
}
