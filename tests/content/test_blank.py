"""A blank attempt holds the task and the signatures, and nothing of the bug."""

import ast
from dataclasses import replace

import pytest

from studykit.content.blank import FROM_SCRATCH, hand_out_blank
from studykit.content.exercise import ExerciseKind
from studykit.content.pack import builtin_pack, load_library
from studykit.content.starter import exercise_id, hand_out, task

LIBRARY = load_library([builtin_pack()])


@pytest.mark.parametrize("id", LIBRARY.exercises)
def test_a_blank_attempt_parses_names_its_exercise_and_tells_its_task(id):
    exercise = LIBRARY.exercises[id]
    text = hand_out_blank(exercise)

    assert exercise_id(text) == id
    assert ast.get_docstring(ast.parse(text)) == task(exercise)


@pytest.mark.parametrize("id", [id for id, exercise in LIBRARY.exercises.items() if exercise.kind is ExerciseKind.FIX])
def test_a_blank_attempt_at_a_repair_has_its_definitions_and_none_of_its_code(id):
    exercise = LIBRARY.exercises[id]
    blank, starter = ast.parse(hand_out_blank(exercise)), ast.parse(hand_out(exercise))

    def defined(tree):
        return [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]

    assert sorted(defined(blank)) == sorted(set(defined(blank)))
    assert {node.name for node in starter.body if isinstance(node, ast.FunctionDef | ast.ClassDef)} <= set(defined(blank))
    for node in ast.walk(blank):
        if isinstance(node, ast.FunctionDef):
            assert isinstance(node.body[-1], ast.Raise)
    compile(blank, "blank", "exec")


def test_a_blank_attempt_keeps_annotations_bases_and_the_imports_that_they_need(tmp_path):
    exercise = LIBRARY.exercises["modules/linear_module"]
    starter = tmp_path / "exercises" / exercise.topic / exercise.slug / f"{exercise.slug}.py"
    starter.parent.mkdir(parents=True)
    starter.write_text(
        '"""Task."""\n\nimport math\n\nfrom torch import nn\n\nRATE = 3\n\n\n'
        "class Model(nn.Module):\n    size: int = 2\n    bug = 1\n\n    def forward(self, x: int = 2) -> int:\n        return math.pi\n"
    )

    text = hand_out_blank(replace(exercise, pack=tmp_path))

    assert text == (
        f"# studykit: modules/linear_module\n# {FROM_SCRATCH}\n"
        '"""Task."""\n\nfrom torch import nn\n\n\nclass Model(nn.Module):\n    size: int = 2\n\n'
        '    def forward(self, x: int = 2) -> int:\n        raise NotImplementedError("write this")\n'
    )


def test_an_implement_exercise_hands_out_its_starter():
    exercise = LIBRARY.exercises["optimizers/sgd_update"]

    assert hand_out_blank(exercise) == hand_out(exercise)
