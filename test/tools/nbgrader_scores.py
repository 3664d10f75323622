"""Points of every test cell from nbgrader's database: {student: {cell: points}}."""

import json

from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as gradebook:
    scores = {
        submission.student.id: {grade.name: grade.auto_score for book in submission.notebooks for grade in book.grades}
        for submission in gradebook.assignment_submissions("ps1")
    }
print(json.dumps(scores))
