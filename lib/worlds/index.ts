/** Worlds: data whose truth is known. */
export { parseGrammar, sampleSentence } from "./grammar.ts";
export type { Alternative, Grammar } from "./grammar.ts";
export { countSentences } from "./grammar-count.ts";
export { languageEntropy } from "./grammar-entropy.ts";
export type { LanguageEntropy } from "./grammar-entropy.ts";
export { logProb as grammarLogProb } from "./grammar-inside.ts";
export { END, isGrammatical, nextDistribution } from "./grammar-prefix.ts";
export { nouns, rhyme } from "./lexicon.ts";
export { toyLanguage } from "./toy.ts";
export type { ToyLanguage } from "./toy.ts";
export { chat, colours, declarative, exam, islanders, nameOf, question, syllables } from "./islanders.ts";
export type { Islander, Islanders, Name } from "./islanders.ts";
export { allStamps, drawStamp, isValidStamp, maxWorth, readStamp, sampleStamps, splitStamps } from "./glyph.ts";
export { stampCorners, stampKinds, stampSide, stampTextures } from "./glyph.ts";
export type { Pixel, Stamp, StampCorner, StampKind, StampTexture } from "./glyph.ts";
export { captionFits, captionGrammar, captionOf, describeStamps, readCaption } from "./glyph-caption.ts";
export { stampImage } from "./glyph-image.ts";
export { declaration, declarationLanguages, shakespeare, tangPoems } from "./real-text.ts";
export type { Poem } from "./real-text.ts";
export { foghorn, framesPerSecond, hornLevels, noteOf, hornPitchesHz, waveTokens } from "./wave.ts";
export type { Foghorn, FoghornOptions, Note } from "./wave.ts";
export { dequantise, quantise, snrDb } from "./quantise.ts";
export { decodeWav, encodeWav } from "./wav.ts";
export type { Sound } from "./wav.ts";
export { hiringOffice, impactRatio, readResume, villages, writeResume } from "./hire.ts";
export type { Applicant, HiringOffice, Village } from "./hire.ts";
export { cellAt, drawMaze, enterMaze, mapOf, mazeActions, mazeStep, placeAfter, readMaze, trapTurns } from "./maze.ts";
export type { Maze, MazeAction, MazeCell, MazeEvent, MazeState, Place } from "./maze.ts";
export { shortestPath, turnsOf } from "./maze-path.ts";
export { describeMazes, sampleMaze } from "./maze-world.ts";
export type { MazeOptions } from "./maze-world.ts";
export { dials } from "./chain.ts";
export type { DialProblem, Dials, Thoughts } from "./chain.ts";
export { describeKeys, keyLine, keyNames, keysIn, keyTokens, noiseNames } from "./key.ts";
export type { KeyLine, KeyOptions } from "./key.ts";
export { wordOfTheDay } from "./icl.ts";
export type { Agreement, WordOfTheDay } from "./icl.ts";
export { coast, islandKm } from "./map.ts";
export type { Coast, CoastOptions, VillagePlace } from "./map.ts";
export {
  biscuitStory,
  canonicalWords,
  describeStories,
  otherWords,
  storyAnswer,
  storyTokens,
  writeStory,
} from "./tom.ts";
export type { Story, StoryEvent, StoryQuestion, StoryWords } from "./tom.ts";
export { cloze, describeQuiz, multipleChoice, openBook, optionLetters, quiz, quizScore, rotated } from "./quiz.ts";
export type { OptionLetter, QuizItem } from "./quiz.ts";
export { describePoems, judgePoem, poem, poemMarks, poemRhymes, poemSyllables, poemTokens, prose } from "./poem.ts";
export type { PoemVerdict } from "./poem.ts";
export { cage, cageOf, checkCage, solveCage } from "./cage.ts";
export type { CageAnswer, CageProblem } from "./cage.ts";
export { cardsOf, check24, describe24, draw24, is24, moves24, solve24 } from "./twenty-four.ts";
export type { Card, Fraction } from "./twenty-four.ts";
export { sumAnswer, sumProblem, sumQuestion, sumSteps } from "./sums.ts";
export type { SumProblem } from "./sums.ts";
export {
  allPosters,
  describePosters,
  drawPoster,
  nearestPoster,
  posterCaption,
  posterColours,
  posterFits,
} from "./poster.ts";
export { posterGrammar, posterKinds, posterSide, posterTextures, readPosterCaption } from "./poster.ts";
export type { Poster } from "./poster.ts";
export { describeFilms, drawPool, poolActions, poolFilm, poolStep, readPool } from "./film.ts";
export type { Film, PoolAction } from "./film.ts";
export { canaryCopies, crawl, describeCrawl } from "./crawl.ts";
export type { Canary, Crawl, CrawledPage, CrawlOptions } from "./crawl.ts";
export type { CrawlShares, DrawnPage, PageTruth } from "./crawl-article.ts";
export { escapeHtml, licenceOf, licences, writePage } from "./crawl-page.ts";
export type { Licence, Page } from "./crawl-page.ts";
export { harmfulLine, harmfulSlang, harmfulWords, innocentLine } from "./crawl-harm.ts";
export { dropPoor, keepLicensed, station, stripHtml, wordsOf } from "./clean.ts";
export type { Cleaned, PoorOptions } from "./clean.ts";
export { decodeReferences, htmlText } from "./clean-html.ts";
export { dropHarmful, naiveBayes } from "./clean-harmful.ts";
export type { HarmClassifier, HarmfulOptions } from "./clean-harmful.ts";
export { dropExactDuplicates, dropExamItems, dropNearDuplicates, jaccard, ngramsOf } from "./clean-overlap.ts";
