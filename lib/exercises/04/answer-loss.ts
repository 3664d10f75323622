/** Exercise 4.3: the loss of instruction fine-tuning, over the tokens of answers alone. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: nats per token of an answer. */
export type AnswerLoss = (logProbs: number[], isAnswer: boolean[]) => number;

/** The mean over answers, untouched by what the question costs, on random texts. */
export function checkAnswerLoss(answerLoss: AnswerLoss, options?: CheckOptions): Feedback {
  return judge((die) => {
    const question = 3 + die.int(5);
    const answer = 2 + die.int(4);
    const isAnswer = [...Array.from({ length: question }, () => false), ...Array.from({ length: answer }, () => true)];
    const logProbs = isAnswer.map(() => Math.log(0.05 + 0.9 * die()));
    const right = -logProbs.slice(question).reduce((sum, each) => sum + each, 0) / answer;
    const got = written(answerLoss([...logProbs], [...isAnswer]));
    const near = (value: number): boolean => Math.abs(got - value) < 1e-9;
    const whole = -logProbs.reduce((sum, each) => sum + each, 0);
    if (near(-right)) return "The sign: a surprise is −log p, and a loss is never below 0.";
    if (near(whole / logProbs.length))
      return "The question counts too: whatever the user asked, Mo would learn to ask it.";
    if (near((right * answer) / logProbs.length))
      return "You divide by all tokens: long questions would make answers count less.";
    if (near(right * answer)) return "A sum, not a mean: longer answers would count more.";
    if (!near(right)) return `Expected ${right.toFixed(4)} nats, got ${got}.`;
    // what the question costs must not matter
    const other = logProbs.map((each, t) => (isAnswer[t] ? each : each - 1));
    if (Math.abs(written(answerLoss(other, [...isAnswer])) - right) > 1e-9)
      return "Another question, another loss: it must not count.";
    return undefined;
  }, options);
}
