"""What a mistake tells the learner, its program, and the author's faults in it."""

import pytest

from studykit.content.mistake import mistake_named, mistakes_of, read_mistakes
from studykit.errors import UnknownItem

SGD = "optimizers/sgd_update"
HERE = "solutions/optimizers/sgd_update/mistakes.md"


@pytest.fixture
def written(pack):
    """`written(text)`: the mistakes that a mistakes.md of this text gives, and its faults."""

    def write(text):
        pack.write(HERE, text)
        exercise = pack.exercise(SGD)
        return read_mistakes(exercise.solution_folder, exercise.starter)

    return write


def section(text="It adds.\n\nCards: a/b", diff="-    return 2 * x\n+    return x + 1", heading="adds"):
    return f"## {heading}\n\n{text}\n\n```diff\n{diff}\n```\n"


def test_a_section_gives_name_message_cards_program_and_faulty_lines(written):
    (mistake,), faults = written(section("It adds.\n\nCards: a/b,  c/d-e"))
    assert faults == []
    assert (mistake.name, mistake.says, mistake.cards, mistake.place) == ("adds", "It adds.", ("a/b", "c/d-e"), f"{HERE}:1")
    assert mistake.source == "import math\n\n\ndef f(x: int) -> int:\n    return x + 1\n"
    assert mistake.lines == (5,)


def test_mistakes_are_sorted_by_name_and_know_their_lines(written):
    mistakes, _ = written("Read me first.\n\n" + section(heading="drops") + "\n" + section(heading="adds"))
    assert [(mistake.name, mistake.place) for mistake in mistakes] == [("adds", f"{HERE}:14"), ("drops", f"{HERE}:3")]


@pytest.mark.parametrize(
    ("base", "old", "program"),
    [("starter", "math.nan", "math.tau"), ("also_right/sums", "x + x", "x + 1")],
)
def test_another_program_may_be_edited(written, base, old, program):
    (mistake,), faults = written(section(diff=f"-    return {old}\n+    return {program}", heading=f"adds (on {base})"))
    assert faults == []
    assert mistake.source.endswith(f"    return {program}\n")


def test_whole_files_stand_beside_edits(pack):
    assert [mistake.name for mistake in mistakes_of(pack.exercise(SGD))] == ["adds", "drops", "triples"]
    pack.write("solutions/optimizers/sgd_update/mistakes/by_hand.py", '"""By hand.\n\nCards: a/b\n"""\n\n\ndef f(x):\n    return 4\n')
    mistake = mistake_named(pack.exercise(SGD), "by_hand")
    assert (mistake.says, mistake.cards, mistake.lines) == ("By hand.", ("a/b",), ())
    assert mistake.source.endswith("def f(x):\n    return 4\n")


def test_wrapped_prose_is_unwrapped_paragraph_by_paragraph(written):
    (mistake,), _ = written(section("It climbs\nthe hill.\n\n`lr` is\n*not* used.\n\nCards: a/b"))
    assert mistake.says == "It climbs the hill.\n\n`lr` is *not* used."


def test_code_and_lists_keep_their_lines(written):
    (mistake,), _ = written(section("Look:\n\n    a = 1\n    b = 2\n\n```\nc = 3\n```\n\n- one\n- two\n\nCards: a/b"))
    assert mistake.says == "Look:\n\n    a = 1\n    b = 2\n\n```\nc = 3\n```\n\n- one\n- two"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (section("Cards: a/b"), ["1: adds: text: missing; it tells the learner what went wrong and why"]),
        (section("It adds."), ["1: adds: text: the last line must be 'Cards: deck/id, deck/id'"]),
        (section(heading="two words"), ["1: expected `## name` or `## name (on also_right/other)`, found `## two words`"]),
        ("## adds\n\nIt adds.\n\nCards: a/b\n", ["1: adds: must end with one ```diff block, which says what the mistake changes"]),
        (section() + "\nMore.\n", ["1: adds: must end with one ```diff block, which says what the mistake changes"]),
        (section(heading="adds (on ../x)"), ["1: adds: '(on ../x)': expected on starter or on also_right/name"]),
        (section(heading="adds (on also_right/no)"), ["1: adds: solutions/optimizers/sgd_update/also_right/no.py: missing"]),
        (section(diff="-    return 5\n+    return 6"), ["1: adds: matches nothing: looked for `return 5`"]),
        (section() + section(), [f"11: 'adds' already exists, in {HERE}:1; each mistake needs a name of its own"]),
    ],
)
def test_a_fault_names_file_line_and_mistake(written, text, faults):
    assert written(text)[1] == [f"{HERE}:{fault}" for fault in faults]


def test_one_broken_section_leaves_the_others_whole(written):
    mistakes, faults = written(section(diff="-nothing", heading="drops") + "\n" + section())
    assert [mistake.name for mistake in mistakes] == ["adds"]
    assert len(faults) == 1


def test_a_program_that_does_not_parse_is_a_fault_of_the_pack(pack):
    pack.replace(HERE, "+    return x + 1", "+    return x +")
    assert pack.faults() == [f"{HERE}:1: adds:5: does not parse: invalid syntax"]


def test_two_mistakes_of_one_code_are_a_fault_of_the_pack(pack):
    pack.replace(HERE, "+    return 3 * x", "+    return (x + 1)")
    assert pack.faults() == [f"{HERE}:24: triples: the same code as {HERE}:1: adds; each mistake must be another one"]


def test_an_unknown_name_is_told_with_the_nearest(pack):
    with pytest.raises(
        UnknownItem, match=r"^optimizers/sgd_update: no mistake 'add' \(did you mean 'adds'\?\); it has adds, drops, triples$"
    ):
        mistake_named(pack.exercise(SGD), "add")
