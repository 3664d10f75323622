/**
 * Constrained decoding: the model chooses, but only among what can still become a right text. It never comes to a place
 * from where there is no way on, since a token is allowed only if some text goes on from it.
 *
 * Reference: Willard and Louf 2023, "Efficient Guided Generation for Large Language Models", section 3.
 */
import { check } from "../core/index.ts";
import type { LanguageModel } from "../models/index.ts";
import { nextDistribution } from "../worlds/index.ts";
import type { Grammar } from "../worlds/index.ts";
import { normalised } from "./warp.ts";

/** The tokens that may come after what was written, the end among them where a text may end. Empty: nothing may. */
export type Constraint<Token> = (written: readonly Token[]) => ReadonlySet<Token>;

/**
 * `model` with everything else excluded and the rest normalised. `prompt` tokens are not what the constraint is about.
 * Where the model excludes all that is allowed, what is allowed is equally likely.
 */
export function constrained<Token>(
  model: LanguageModel<Token>,
  { allow, prompt = 0 }: { allow: Constraint<Token>; prompt?: number },
): LanguageModel<Token> {
  return {
    nextDistribution(context) {
      const allowed = [...allow(context.slice(prompt))];
      if (allowed.length === 0) return new Map();
      const said = model.nextDistribution(context);
      const weights = allowed.map((token) => [token, said.get(token) ?? 0] as const);
      const excluded = weights.every(([, weight]) => weight === 0);
      return normalised(excluded ? allowed.map((token) => [token, 1] as const) : weights);
    },
  };
}

/** What a grammar of lib/worlds allows, `END` where a sentence is whole. */
export function grammarConstraint(grammar: Grammar): Constraint<string> {
  return (written) => new Set(nextDistribution(grammar, written).keys());
}

/** A machine with finitely many states that reads tokens. */
export interface Automaton<Token> {
  readonly start: string;
  /** State → token → next state. */
  readonly transitions: ReadonlyMap<string, ReadonlyMap<Token, string>>;
  /** Where a text may end. */
  readonly accepting: ReadonlySet<string>;
}

/** What an automaton allows: tokens after which an accepting state can still be reached, and `end` in those. */
export function automatonConstraint<Token>(automaton: Automaton<Token>, { end }: { end: Token }): Constraint<Token> {
  const { start, transitions, accepting } = automaton;
  const alive = aliveStates(automaton);
  check(alive.has(start), "automatonConstraint automaton", "a way from the start to an accepting state", start);
  return (written) => {
    let state: string | undefined = start;
    for (const token of written) state = state === undefined ? undefined : transitions.get(state)?.get(token);
    if (state === undefined || !alive.has(state)) return new Set();
    const next = [...(transitions.get(state) ?? [])].filter(([, to]) => alive.has(to)).map(([token]) => token);
    return new Set(accepting.has(state) ? [...next, end] : next);
  };
}

/** The states from which an accepting one can be reached. */
function aliveStates<Token>({ transitions, accepting }: Automaton<Token>): Set<string> {
  const alive = new Set(accepting);
  for (let before = -1; before !== alive.size;) {
    before = alive.size;
    for (const [from, targets] of transitions) if ([...targets.values()].some((to) => alive.has(to))) alive.add(from);
  }
  return alive;
}
