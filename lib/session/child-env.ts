/** The environment of a session process. */

/** Node of a process that was forked looks for its parent's channel here, and takes ours for it. */
const ofForks = ["NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE", "NODE_UNIQUE_ID"];

/** What a debugger or a frozen language would do to the session: wait, print into the first cell, refuse its timers. */
const unwanted = /^--(?:inspect(?:-.*)?|debug-port|frozen-intrinsics)(?:=|$)/u;
/** Of those, what may have its value behind a space. */
const withValue = /^--(?:inspect-port|debug-port|inspect-publish-uid)$/u;

/** `env` without what keeps a session process from working. */
export function childEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = { ...env };
  for (const name of ofForks) delete rest[name];
  const { NODE_OPTIONS: options } = rest;
  if (options !== undefined) rest["NODE_OPTIONS"] = withoutUnwanted(options);
  return rest;
}

function withoutUnwanted(options: string): string {
  const kept: string[] = [];
  let takesValue = false;
  // words are parted by spaces, and quoted whole or in part
  for (const [word] of options.matchAll(/(?:"(?:\\.|[^"\\])*"?|[^ "])+/gu)) {
    const option = word.replaceAll('"', "").replaceAll("_", "-");
    const isValue = takesValue && !option.startsWith("-");
    takesValue = withValue.test(option);
    if (!isValue && !unwanted.test(option)) kept.push(word);
  }
  return kept.join(" ");
}
