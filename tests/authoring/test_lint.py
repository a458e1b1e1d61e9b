"""A fault in the files of an exercise is one line that names the file."""

import pytest

from studykit.authoring.lint import faults

DECK = "cards/optimizers.yaml"
CURRICULUM = "exercises/curriculum.yaml"
SGD = "exercises/optimizers/sgd_update/exercise.yaml"
STARTER = "exercises/optimizers/zero_grad/zero_grad.py"
IMPLEMENT = "solutions/optimizers/sgd_update"
FIX = "solutions/optimizers/zero_grad"
SUITE = f"{IMPLEMENT}/test_sgd_update.py"
GIVES_AWAY = "it is handed out, and may give the bug away"

EDITS = {
    "claim without proof": (
        DECK,
        "Where does a gradient point?",
        "What does `w.grad` hold?",
        f"{DECK}:20: card 'uphill': proof: missing for a claim about 'grad'; give a proof, or no_proof with the reason",
    ),
    "starter without docstring": (
        STARTER,
        '"""Clear the gradients\n\nMend `f`.\n"""\n',
        "",
        f"{STARTER}: docstring: missing; it is the task that the learner reads",
    ),
    "a formula that the task lacks": (
        SGD,
        "difficulty: 2",
        "difficulty: 2\nformulas: {a + b: a + b}",
        f"{SGD}: formulas: the task has no 'a + b'",
    ),
    "starter is no mistake": (
        STARTER,
        "x + 1",
        "x + 2",
        f"{STARTER}: the code of a fix starter must be that of one of its mistakes; it equals none",
    ),
    "starter does not parse": (STARTER, "import math", "import", f"{STARTER}:6: does not parse: invalid syntax"),
    "starter with a comment": (STARTER, "import math", "import math  # here", f"{STARTER}:6: a comment; {GIVES_AWAY}"),
    "starter names cards": (
        STARTER,
        "Mend `f`.",
        "Cards: optimizers/rate",
        f"{STARTER}: docstring: a 'Cards:' line belongs to mistakes; {GIVES_AWAY}",
    ),
    "mistake with a comment": (
        f"{FIX}/mistakes/drops.py",
        "import math",
        "import math  # no",
        f"{FIX}/mistakes/drops.py:6: a comment; {GIVES_AWAY}",
    ),
    "mistake with a docstring": (
        f"{FIX}/mistakes/drops.py",
        "    return",
        '    """Drops it."""\n    return',
        f"{FIX}/mistakes/drops.py:10: a docstring that the solution has not; {GIVES_AWAY}",
    ),
    "cards below the docstring": (
        f"{FIX}/mistakes/drops.py",
        "    return",
        '    "Cards: a/b"; return',
        f"{FIX}/mistakes/drops.py: 'Cards:' below the module docstring; {GIVES_AWAY}",
    ),
    "mistake without a message": (
        f"{FIX}/mistakes/drops.py",
        "Forgets to double.\n\n",
        "",
        f"{FIX}/mistakes/drops.py: docstring: missing; it tells the learner what went wrong and why",
    ),
    "mistake without cards": (
        f"{FIX}/mistakes/drops.py",
        "Cards: optimizers/descent-direction",
        "",
        f"{FIX}/mistakes/drops.py: docstring: the last line must be 'Cards: deck/id, deck/id'",
    ),
    "mistake with an unknown card": (
        f"{FIX}/mistakes/drops.py",
        "descent-direction",
        "falls",
        f"{FIX}/mistakes/drops.py: Cards: no card 'optimizers/falls'",
    ),
    "mistake twice": (
        f"{FIX}/mistakes/drops.py",
        "return x",
        "return x + 1",
        f"{FIX}/mistakes/drops.py: the same code as {FIX}/mistakes/adds.py; each mistake must be another one",
    ),
    "suite with an unknown card": (SUITE, "descent-direction", "falls", f"{SUITE}:6: concept: no card 'optimizers/falls'"),
    "suite with a card that is no text": (
        SUITE,
        '"optimizers/descent-direction"',
        "CARD",
        f"{SUITE}:6: concept: expected the id of a card, as text",
    ),
    "test without a requirement": (
        SUITE,
        '    """Two becomes four."""\n',
        "",
        f"{SUITE}:7: test_it_doubles: docstring: missing; it is the requirement that the learner reads",
    ),
    "suite without a test": (SUITE, "def test_it", "def it", f"{SUITE}: at least 1 test needed, 0 found"),
}


def test_a_valid_pack_has_no_fault(pack):
    assert pack.faults() == []


@pytest.mark.parametrize(("file", "old", "new", "fault"), EDITS.values(), ids=EDITS.keys())
def test_a_fault_is_one_line_naming_file_and_key(pack, file, old, new, fault):
    pack.replace(file, old, new)
    assert fault in pack.faults()


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (CURRICULUM, f"{CURRICULUM}: missing"),
        (SGD, f"{SGD}: missing"),
        (STARTER, f"{STARTER}: missing"),
        (f"{FIX}/solution.py", f"{FIX}/solution.py: missing"),
        (f"{FIX}/probes.py", f"{FIX}/probes.py: missing"),
        (SUITE, f"{SUITE}: missing"),
        (f"{FIX}/also_right/sums.py", f"{FIX}/also_right: at least 1 file needed, 0 found"),
    ],
)
def test_a_missing_file_is_named(pack, file, fault):
    pack.delete(file)
    assert fault in pack.faults()


def test_mistakes_must_be_there(pack):
    pack.delete(f"{IMPLEMENT}/mistakes.md")
    assert pack.faults() == [f"{IMPLEMENT}/mistakes.md: at least 1 mistake needed, 0 found"]


@pytest.mark.parametrize("file", [CURRICULUM, SGD, DECK, STARTER, SUITE, f"{FIX}/mistakes/adds.py"])
def test_a_file_that_is_not_utf_8_is_named(pack, file):
    pack.write(file, b"# caf\xe9\n")
    assert f"{file}: not UTF-8 (byte 6): save the file as UTF-8" in pack.faults()


def test_an_unreadable_deck_makes_one_fault_not_one_for_each_reference(pack):
    pack.write(DECK, "- id: [")
    assert [fault.split(": ")[1] for fault in pack.faults()] == ["YAML"]


def test_references_may_lead_to_other_packs(pack, other_pack):
    assert len(other_pack.faults()) > 0
    assert faults(other_pack.path, [pack.path]) == []


def test_a_folder_that_is_no_pack_is_named(tmp_path):
    assert faults(tmp_path) == [f"{tmp_path}: no pack: neither exercises/ nor cards/ is in this folder"]


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("solutions/optimizers/adam/solution.py", "", "solutions/optimizers/adam: no exercise of this name in exercises/"),
        ("exercises/optimizers/adam/adam.py", "", "exercises/optimizers/adam/exercise.yaml: missing"),
    ],
)
def test_a_stray_file_is_named(pack, file, text, fault):
    pack.write(file, text)
    assert fault in pack.faults()
