"""Parameters for TypeScript and JavaScript notebooks in papermill.

papermill reads the parameters cell (``inspect``) just before it writes the injected one (``codify``), and tells the
second nothing of the first. What was declared is kept in between, so that the injected cell declares the same types.
"""

import json
import math
import re
import threading

from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

from .declarations import declarations

IDENTIFIER = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")
RESERVED = frozenset(
    "await break case catch class const continue debugger default delete do else enum export extends false finally "
    "for function if implements import in instanceof interface let new null package private protected public return "
    "static super switch this throw true try typeof undefined var void while with yield".split()
)
LARGEST_SAFE_INTEGER = 2**53 - 1


class TypeScriptTranslator(Translator):
    """A parameter's value as TypeScript, and the declaration that gives it to the cells behind."""

    _declared = threading.local()

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        return str(val) if abs(val) <= LARGEST_SAFE_INTEGER else f"{val}n"

    @classmethod
    def translate_float(cls, val):
        if math.isfinite(val):
            return repr(val)
        return "NaN" if math.isnan(val) else "Infinity" if val > 0 else "-Infinity"

    @classmethod
    def translate_escaped_str(cls, str_val):
        text = json.dumps(str(str_val), ensure_ascii=False)
        # a half of a surrogate pair cannot be saved as UTF-8, and line separators break a line in an editor
        return re.sub("[\ud800-\udfff\u2028\u2029\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", text)

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(item) for item in val)}]" if val else "[] as any[]"

    @classmethod
    def translate_dict(cls, val):
        return f"{{{', '.join(f'{cls._key(key)}: {cls.translate(item)}' for key, item in val.items())}}}"

    @classmethod
    def _key(cls, key):
        # keys of YAML may be numbers, truth values or null; JSON says what they are called
        name = key if isinstance(key, str) else json.dumps(key) if key is None or isinstance(key, (bool, int)) else str(key)
        # written plainly, this one name would set the object's prototype
        return '["__proto__"]' if name == "__proto__" else cls.translate_escaped_str(name)

    @classmethod
    def translate(cls, val):
        return cls.translate_list(val) if isinstance(val, (tuple, set)) else super().translate(val)

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        declared = cls._take_declared()
        lines = [cls.comment(comment)]
        for name, value in parameters.items():
            if not IDENTIFIER.fullmatch(name) or name in RESERVED:
                raise PapermillException(f"parameter: expected a name that TypeScript takes, got {name!r}")
            keyword, type_ = declared.get(name, ("let", "None"))
            type_ = "" if type_ in ("None", "NoneType") else type_
            lines.append(cls._declaration(keyword, name, type_ or ("any" if value is None else ""), value))
        return "\n".join(lines) + "\n"

    @classmethod
    def _declaration(cls, keyword, name, type_, value):
        # the type of a const is this one value, and comparing it with another would be a type error
        keyword = "let" if keyword == "const" and not type_ else keyword
        return f"{keyword} {name}{': ' + type_ if type_ else ''} = {cls.translate(value)};"

    @classmethod
    def _take_declared(cls):
        declared = getattr(cls._declared, "types", {})
        cls._declared.types = {}  # the next notebook may have no parameters cell
        return declared

    @classmethod
    def inspect(cls, parameters_cell):
        found = declarations(parameters_cell["source"])
        types = {each.name: each.type or _type_of(each.value) for each in found}
        cls._declared.types = {each.name: (each.keyword, types[each.name]) for each in found}
        return [Parameter(each.name, types[each.name], each.value, each.help) for each in found]


class JavaScriptTranslator(TypeScriptTranslator):
    """The same without types."""

    _declared = threading.local()

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(item) for item in val)}]"

    @classmethod
    def _declaration(cls, keyword, name, type_, value):
        return f"{keyword} {name} = {cls.translate(value)};"


def _type_of(value):
    """The type of a literal; papermill's words for what is unknown and for null."""
    known = [
        (r"[-+]?(\d[\w.]*|\.\d\w*|Infinity|NaN)", "number"),
        (r"[\"'`].*", "string"),
        (r"true|false", "boolean"),
        (r"null", "NoneType"),
    ]
    return next((name for pattern, name in known if re.fullmatch(pattern, value, re.S)), "None")


for name, translator in [
    ("typescript", TypeScriptTranslator),
    ("javascript", JavaScriptTranslator),
    # kernels come first where papermill looks, and a notebook's language may be missing or wrong
    ("tslab", TypeScriptTranslator),
    ("jslab", JavaScriptTranslator),
]:
    papermill_translators.register(name, translator)
