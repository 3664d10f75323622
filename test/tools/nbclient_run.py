"""Execute notebooks with nbclient, one after another in one process, since importing it takes longer than a notebook.

Reads [{"source": …, "target": …, "options": {…}}, …] from standard input and prints what each raised, or null. The
notebook is written in any case, as far as it got.
"""

import json
import sys

import nbformat
from nbclient import NotebookClient


def run(source, target, options):
    notebook = nbformat.read(source, as_version=4)
    raised = None
    try:
        NotebookClient(notebook, **{"timeout": 60, **options}).execute()
    except Exception as error:
        raised = {"type": type(error).__name__, "ename": getattr(error, "ename", ""), "message": str(error)[:2000]}
    nbformat.write(notebook, target)
    return raised


print(json.dumps([run(**job) for job in json.load(sys.stdin)]))
