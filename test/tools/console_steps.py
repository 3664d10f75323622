r"""Use jupyter-console in a terminal: python console_steps.py [arguments of jupyter-console].

Reads [{"send": "1 + 1\r", "until": "Out\\[1\\]"}, …] from standard input: sends each text and waits until the pattern
shows; "end" waits for the program's end. Prints as JSON what each step showed, without control sequences, and null
where the pattern never came.
"""

import json
import os
import re
import sys
import time

import pexpect

CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>]|\x1b\][^\x07]*\x07|[\r\x07\x08]")
SECONDS = 30

terminal = pexpect.spawn(
    sys.executable,
    ["-m", "jupyter_console", *sys.argv[1:]],
    encoding="utf-8",
    dimensions=(40, 120),
    # this terminal does not say where its cursor is, and waiting for the answer would swallow keys
    env={**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1"},
)


def shows(pattern):
    """What is shown until it matches; None after a while, or when the program has ended."""
    text, deadline = "", time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            text += terminal.read_nonblocking(100_000, timeout=0.2)
        except pexpect.TIMEOUT:
            continue
        except pexpect.EOF:
            return CONTROL.sub("", text) if pattern == "end" else None
        # a sequence that is cut in two is whole after the next read
        if pattern != "end" and re.search(pattern, CONTROL.sub("", text)):
            return CONTROL.sub("", text)
    print(CONTROL.sub("", text)[-2000:], file=sys.stderr)
    return None


shown = []
for step in json.load(sys.stdin):
    # nobody types in the moment in which the prompt is drawn
    time.sleep(0.3)
    terminal.send(step.get("send", ""))
    shown.append(shows(step["until"]))
    if shown[-1] is None:
        break
terminal.close(force=True)
print(json.dumps({"shown": shown, "status": terminal.exitstatus}))
