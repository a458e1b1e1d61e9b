"""The notebook that a learner is handed: the task as text, the starter as a cell of code, and cells that grade it and hint at it.

It is written as JSON without a package for it; the ids of its cells are names, so that two of one exercise are the same file.
"""

import json
from typing import Any

from studykit.content.exercise import Exercise
from studykit.content.formulas import typeset
from studykit.content.source import parsed
from studykit.content.starter import hand_out


def hand_out_notebook(exercise: Exercise, round_number: int = 0) -> str:
    """The text of a notebook with what `hand_out` gives in this round. PackError if a file is broken."""
    starter = parsed(hand_out(exercise, round_number), exercise.starter.name)
    cells = [
        _cell("task", _titled(exercise, typeset(starter.docstring, exercise.formulas)), is_code=False),
        _cell("load", "%load_ext studykit"),
        _cell("answer", f"# studykit: {exercise.id}\n{starter.halves()[1].strip()}"),
        _cell("grade", f"%grade {exercise.id}"),
        _cell("hint", f"%hint {exercise.id}"),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"  # as Jupyter lays it out


def _titled(exercise: Exercise, task: str) -> str:
    """The task with a heading: its own first line, if that is the title."""
    return f"# {task}" if task.partition("\n")[0] == exercise.title else f"# {exercise.title}\n\n{task}".rstrip()


def _cell(id: str, text: str, is_code: bool = True) -> dict[str, Any]:
    of_code: dict[str, Any] = {"execution_count": None, "outputs": []} if is_code else {}
    source = text.splitlines(keepends=True)
    return {"cell_type": "code" if is_code else "markdown", "id": id, "metadata": {}, **of_code, "source": source}
