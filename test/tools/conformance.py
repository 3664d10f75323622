"""jupyter_kernel_test with a sample for every test it has. Prints what became of each, as JSON."""

import json
import pathlib
import sys
import unittest

import jupyter_kernel_test

CORE = (pathlib.Path(__file__).parents[2] / "lib/core/index.ts").as_posix()


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    code_generate_error = 'throw new Error("boom")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "const later = Promise.resolve(6); (await later) * 7", "result": "42"},
    ]
    completion_samples = [
        {"text": "Math.cbr", "matches": {"cbrt"}},
        {"text": "parseFlo", "matches": {"parseFloat"}},
        {"text": "const list = [1];\nlist.findLastI", "matches": {"findLastIndex"}},
    ]
    complete_code_samples = ["1 + 1", "function f() { return 1 }", "const s = `a`", "// a {", "const r = /[/(]/;", ""]
    incomplete_code_samples = ["function f() {", "const s = `a", "foo(", "const s = `a${", "/* a", "if (true)"]
    invalid_code_samples = ["let 1a = 2", "let x = ) 1", "}{", "const x: ="]
    code_inspect_sample = "parseInt"
    code_page_something = "parseInt?"
    code_clear_output = f'import {{ clearOutput }} from "{CORE}";\nclearOutput();'
    code_display_data = [
        {"code": f'import {{ display }} from "{CORE}";\ndisplay({{ a: 1 }});', "mime": "text/plain"},
        {"code": 'import * as tslab from "tslab";\ntslab.display.html("<b>x</b>");', "mime": "text/html"},
        {"code": "tslab.display.png(new Uint8Array([1, 2]));", "mime": "image/png"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


class Record(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.said = {}

    def startTest(self, test):
        super().startTest(test)
        self.said[test._testMethodName] = []

    def _add(self, test, text):
        self.said.setdefault(getattr(test, "_testMethodName", str(test)), []).append(text)

    def addError(self, test, err):
        self._add(test, self._exc_info_to_string(err, test))

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._add(test, f"{subtest}: {self._exc_info_to_string(err, test)}")

    def addSkip(self, test, reason):
        self._add(test, f"skipped: {reason}")


record = Record()
unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__]).run(record)
print(json.dumps(record.said))
