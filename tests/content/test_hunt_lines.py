"""Which lines count as found, for each kind of bug by a tiny program."""

from difflib import SequenceMatcher

import pytest

from studykit.content.hunt_lines import Text, found_lines
from studykit.content.owners import owners

STEP = """
def train(batches):
    total = 0.0
    for batch in batches:
        clear()
        loss = loss_of(batch)
        loss.backward()
        step()
    return total
"""
SHAPES = """
def loss_of(x, y, weights):
    losses = per_sample(x, y).squeeze(1)
    chosen = weights[y]
    print(chosen)
    return (losses * chosen).sum()


def other(losses):
    return losses
"""
LONG = """
def loss_of(first, second):
    total = add(
        first,
        second,
    )
    return total
"""

# What the bug replaces, by what, and the lines that count.
BUGS = {
    "one line of a statement of several": (LONG, "        second,", "        first,", ["total = add(", "first,", "first,", ")"]),
    "one line of a very long statement": (
        LONG.replace("        first,\n", "".join(f"        first{n},\n" for n in range(4))),
        "        second,",
        "        third,",
        ["third,"],
    ),
    "the head of a block, and not what stands in it": (STEP, "in batches:", "in batches[1:]:", ["for batch in batches[1:]:"]),
    "a missing statement": (STEP, "        loss.backward()\n", "", ["loss = loss_of(batch)", "step()"]),
    "a missing statement below the head of its function": (STEP, "    total = 0.0\n", "", ["for batch in batches:"]),
    "a missing statement at the end of a block, before a return": (STEP, "        step()\n", "", ["loss.backward()"]),
    "a missing statement before the return": (
        STEP.replace("    return", "    finish()\n    return"),
        "    finish()\n",
        "",
        ["step()", "return total"],
    ),
    "a missing decorator": (f"{STEP}\n\n@recorded\ndef again():\n    train()\n", "@recorded\n", "", ["def again():"]),
    "a statement that comes too late": (
        STEP,
        "        clear()\n        loss = loss_of(batch)\n        loss.backward()\n",
        "        loss = loss_of(batch)\n        loss.backward()\n        clear()\n",
        ["for batch in batches:", "loss = loss_of(batch)", "loss.backward()", "clear()"],
    ),
    "a statement behind its loop": (
        STEP,
        "        clear()\n        loss = loss_of(batch)\n        loss.backward()\n        step()\n",
        "        loss = loss_of(batch)\n        loss.backward()\n        step()\n    clear()\n",
        ["for batch in batches:", "loss = loss_of(batch)", "loss.backward()", "step()", "clear()"],
    ),
    "a value of another shape, and where it meets the next": (
        SHAPES,
        ".squeeze(1)",
        "",
        ["losses = per_sample(x, y)", "return (losses * chosen).sum()"],
    ),
    "another value of the same shape": (SHAPES, "per_sample(x, y)", "per_sample(y, x)", ["losses = per_sample(y, x).squeeze(1)"]),
    "a missing change of shape": (
        SHAPES.replace(".squeeze(1)", "\n    losses = losses[:, None]"),
        "    losses = losses[:, None]\n",
        "",
        ["losses = per_sample(x, y)", "chosen = weights[y]", "return (losses * chosen).sum()"],
    ),
}


def text(program: str) -> Text:
    lines = program.strip().split("\n")
    return Text(lines, owners(lines))


@pytest.mark.parametrize("kind", BUGS)
def test_these_lines_count_as_found(kind: str) -> None:
    program, old, new, expected = BUGS[kind]
    assert old in program
    right, wrong = text(program), text(program.replace(old, new, 1))
    changes = [change for change in SequenceMatcher(None, right.lines, wrong.lines, autojunk=False).get_opcodes() if change[0] != "equal"]

    found = found_lines(right, wrong, changes)

    assert [wrong.lines[line].strip() for line in sorted(found)] == expected


def test_functions_that_cannot_be_read_alone_are_judged_by_their_lines() -> None:
    right, wrong = text("    x = add(\n        1)\n    return x"), text("    x = add(\n        2)\n    return x")

    assert found_lines(right, wrong, [("replace", 1, 2, 1, 2)]) == {1}
