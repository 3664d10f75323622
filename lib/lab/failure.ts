/** What a person is told when JupyterLab cannot be set up: what is wrong, what to do, and what works without Python. */

/** A failure with a remedy; its message is for people and needs no stack. */
export class LabError extends Error {
  override name = "LabError";
}

const withoutPython = `Two ways need no Python:
  npm run kernel -- install         then open the notebooks in VS Code with its Jupyter extension
  npm run notebooks -- 01 --html    executes lecture 1 and writes it as a web page`;

/** A failure of the Python side: `what` is one sentence that says what to do. */
export function pythonFailure(what: string): LabError {
  return new LabError(`${what}\n${withoutPython}`);
}

const causes: [pattern: RegExp, sentence: string][] = [
  [
    /ensurepip is not|No module named '?(venv|ensurepip)/,
    "This Python has no venv module: install it (Debian and Ubuntu: sudo apt install python3-venv), then run npm start again.",
  ],
  [
    /No module named '?pip/,
    "This Python has no pip: install it (Debian and Ubuntu: sudo apt install python3-pip), then run npm start again.",
  ],
  [/No space left|ENOSPC/, "The disk is full: free 300 MB, then run npm start again."],
  [
    /Permission denied|EACCES|Read-only file system/,
    "The project folder cannot be written: check who owns it, then run npm start again.",
  ],
  [
    /DO NOT MATCH THE HASHES|[Hh]ash mismatch/,
    "A Python package came damaged or changed: nothing was installed from it; run npm start again, and report it if it stays.",
  ],
  [
    /NewConnectionError|ConnectTimeout|ConnectionError|Max retries|name resolution|ProxyError|dns error|tcp connect error|Failed to fetch|CERTIFICATE_VERIFY_FAILED/,
    "The Python package registry cannot be reached: connect to the internet (behind a proxy set HTTPS_PROXY, for a private certificate PIP_CERT), then run npm start again.",
  ],
  [
    /No matching distribution|no usable wheels|no wheels|not supported wheel/i,
    "A package has no build for this Python or machine: use CPython 3.10 to 3.14 (set PYTHON to its path), then run npm start again.",
  ],
];

/** The failure that the output of venv, pip or uv tells of; its last lines where it is none that is known. */
export function explainPython(output: string, { step }: { step: string }): LabError {
  const known = causes.find(([pattern]) => pattern.test(output));
  if (known) return pythonFailure(known[1]);
  const tail = output.trim().split("\n").slice(-8).join("\n");
  return pythonFailure(`${tail}\n${step} failed: the lines above are Python's own words.`);
}
