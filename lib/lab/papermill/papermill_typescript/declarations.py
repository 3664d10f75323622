"""The variables that a parameters cell declares, read from its text."""

import re
from typing import NamedTuple


class Declaration(NamedTuple):
    keyword: str
    name: str
    type: str  # "" if none is written
    value: str
    help: str


TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|=>|[=!<>]==?)
    |(?P<open>[(\[{]|(?<=[\w$])<)  # what is compared has a space before its sign, a type argument has none
    |(?P<close>[)\]}>])
    |(?P<end>[;\n])|(?P<comma>,)|(?P<equals>=)|(?P<other>.)""",
    re.S | re.X,
)
DECLARED = re.compile(r"([^\W\d][\w$]*|\$[\w$]*)\s*(?::\s*(.+))?", re.S)
BEHIND = re.compile(r"[ \t]*(?://(.*)|/\*([^\n]*?)\*/)")
HEAD = re.compile(r"\s*(?:export\s+)?(const|let|var)\s+")


def declarations(source):
    """The variables that the cell's outermost statements declare with a value, in their order.

    A statement is a line, or more where a bracket is open. One that cannot be read so is left out.
    """
    found, sides, declarators, brackets, comment = [], [""], [], [], ""
    for token in TOKEN.finditer(source + "\n"):
        kind, text = token.lastgroup, token[0]
        if kind == "comment":
            comment = comment if brackets else text.lstrip("/* ").rstrip("*/ ")
            continue
        if kind == "open":
            brackets.append(text)
        elif kind == "close" and brackets and (text == ">") == (brackets[-1] == "<"):
            brackets.pop()
        if kind == "end" and not brackets:
            behind = BEHIND.match(source, token.end()) if text == ";" else None
            found += _read([*declarators, sides], behind[1] or behind[2] if behind else comment)
            sides, declarators, comment = [""], [], ""
        elif kind == "comma" and not brackets:
            declarators.append(sides)
            sides = [""]
        elif kind == "equals" and not brackets and len(sides) == 1:
            sides.append("")
        else:
            sides[-1] += text
    return found


def _read(declarators, comment):
    """Declarations of one statement, given as the texts left and right of the first ``=`` of each declarator."""
    head = HEAD.match(declarators[0][0])
    if not head:
        return []
    declarators[0][0] = declarators[0][0][head.end() :]
    read = [(DECLARED.fullmatch(sides[0].strip()), sides[1:]) for sides in declarators]
    return [
        Declaration(head[1], left[1], left[2] or "", right[0].strip(), comment.strip())
        for left, right in read
        if left and right
    ]
