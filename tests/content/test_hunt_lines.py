"""Which lines count as found, for each kind of bug by a tiny program."""

from difflib import SequenceMatcher

import pytest

from studykit.content.hunt_lines import found_lines
from studykit.content.hunt_text import Text
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
TRAIN = """
def train(model, optimizer, batches):
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
"""
NESTED = """
def train(model, optimizer, batches):
    for batch in batches:
        optimizer.zero_grad()
        for x, y in batch:
            loss_of(model(x), y).backward()
        optimizer.step()
"""
HELPED = """
def normalized(x):
    small = 1e-5
    mean = x.mean()
    return (x - mean) / (x.std() + small)
"""
MEAN = """
def mean(scores, mask):
    values = scores.float()
    kept = [value for value in values if value == value]
    count = len(kept)
    return sum(kept) / count


def other(kept):
    return kept
"""
CHECKED = """
class Norm:
    def forward(self, x):
        last = x.movedim(1, -1)
        if self.training:
            n = last.numel()
            if n == 1:
                raise ValueError("one value")
            mean = last.mean()
            var = last.var() * (n - 1) / n
            self.mean.lerp_(mean, 0.1)
        return last
"""
STOPPED = """
def search(values, limit):
    total = 0
    for value in values:
        square = value**2
        third = value / 3
        if square > limit:
            continue
        total += square + third
    return total
"""
MADE = """
class Model:
    def __init__(self, width):
        super().__init__()
        self.width = width
        size = 2 * width
        self.layer = layer_of(size)
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
    "a missing statement below the head of its function": (STEP, "    total = 0.0\n", "", ["def train(batches):", "for batch in batches:"]),
    "a missing statement at the end of a block, before a return": (STEP, "        step()\n", "", ["loss.backward()"]),
    "a missing statement before the return": (
        STEP.replace("    return", "    finish()\n    return"),
        "    finish()\n",
        "",
        ["total = 0.0", "for batch in batches:", "step()", "return total"],
    ),
    "a missing decorator": (f"{STEP}\n\n@recorded\ndef again():\n    train()\n", "@recorded\n", "", ["def again():"]),
    "a statement that comes too late": (
        STEP,
        "        clear()\n        loss = loss_of(batch)\n        loss.backward()\n",
        "        loss = loss_of(batch)\n        loss.backward()\n        clear()\n",
        ["for batch in batches:", "loss = loss_of(batch)", "clear()"],
    ),
    "a statement behind its loop": (
        STEP,
        "        clear()\n        loss = loss_of(batch)\n        loss.backward()\n        step()\n",
        "        loss = loss_of(batch)\n        loss.backward()\n        step()\n    clear()\n",
        ["for batch in batches:", "loss = loss_of(batch)", "clear()"],
    ),
    "a statement that came into a loop, with the head of the loop": (
        NESTED,
        "    optimizer.step()",
        "        optimizer.step()",
        ["for x, y in batch:", "loss_of(model(x), y).backward()", "optimizer.step()"],
    ),
    "a statement that is lost behind one that changed": (
        TRAIN,
        "        loss.backward()\n        optimizer.step()\n",
        "        loss.mean()\n",
        ["loss.mean()", "losses.append(loss.item())"],
    ),
    "a lost use of a name, and not where that was set for it": (
        HELPED,
        "    small = 1e-5\n    mean = x.mean()\n    return (x - mean) / (x.std() + small)",
        "    mean = x.mean()\n    return (x - mean) / x.std()",
        ["return (x - mean) / x.std()"],
    ),
    "a statement in another place, with what its gradients pass on the way": (
        TRAIN,
        "        optimizer.zero_grad()\n        loss = loss_of(model(x), y)\n        loss.backward()\n        optimizer.step()\n",
        "        loss = loss_of(model(x), y)\n        loss.backward()\n        optimizer.step()\n        optimizer.zero_grad()\n",
        ["for x, y in batches:", "loss = loss_of(model(x), y)", "loss.backward()", "optimizer.step()", "optimizer.zero_grad()"],
    ),
    "a statement in another place, with what reads a name that it sets": (
        SHAPES,
        "    chosen = weights[y]\n    print(chosen)\n    return (losses * chosen).sum()",
        "    print(chosen)\n    return (losses * chosen).sum()\n    chosen = weights[y]",
        ["losses = per_sample(x, y).squeeze(1)", "print(chosen)", "return (losses * chosen).sum()", "chosen = weights[y]"],
    ),
    "the constructor of the class above, which the parts of an object need": (
        MADE,
        "        super().__init__()\n        self.width = width\n        size = 2 * width\n        self.layer = layer_of(size)\n",
        "        self.width = width\n        size = 2 * width\n        self.layer = layer_of(size)\n        super().__init__()\n",
        ["def __init__(self, width):", "self.width = width", "self.layer = layer_of(size)", "super().__init__()"],
    ),
    "a statement that stands twice": (STEP, "        step()\n", "        step()\n        step()\n", ["step()", "step()"]),
    "a call that stands twice": (
        STEP,
        "        loss = loss_of(batch)\n",
        "        loss_of(batch)\n        loss = loss_of(batch)\n",
        ["loss_of(batch)", "loss = loss_of(batch)"],
    ),
    "a statement that stands twice, of which only one is too much": (
        TRAIN,
        "        optimizer.step()\n",
        "        optimizer.zero_grad()\n        optimizer.step()\n",
        ["optimizer.zero_grad()"],
    ),
    "one of two equal statements": (
        STEP.replace("        step()\n", "        step()\n        step()\n"),
        "        step()\n        step()\n",
        "        step()\n",
        ["loss.backward()", "step()"],
    ),
    "a filter that is missing, and where its value is used": (
        MEAN.replace("    count = len(kept)\n", "").replace("/ count", "/ 2"),
        " if value == value]",
        "]",
        ["kept = [value for value in values]", "return sum(kept) / 2"],
    ),
    "a filter that is missing from what is used twice": (MEAN, " if value == value]", "]", ["kept = [value for value in values]"]),
    "another filter": (MEAN, " if value == value]", " if value > 0]", ["kept = [value for value in values if value > 0]"]),
    "a missing conversion": (
        MEAN,
        "scores.float()",
        "scores",
        ["values = scores", "kept = [value for value in values if value == value]"],
    ),
    "a missing selection": (
        MEAN.replace("scores.float()", "scores[mask]"),
        "scores[mask]",
        "scores",
        ["values = scores", "kept = [value for value in values if value == value]"],
    ),
    "a check that is missing, from where its function begins to what it guards": (
        CHECKED,
        '            if n == 1:\n                raise ValueError("one value")\n',
        "",
        ["last = x.movedim(1, -1)", "if self.training:", "n = last.numel()", "mean = last.mean()", "var = last.var() * (n - 1) / n"],
    ),
    "a check that is missing, from where its value is known": (
        STOPPED,
        "        if square > limit:\n            continue\n",
        "",
        ["square = value**2", "third = value / 3", "total += square + third"],
    ),
    "a call that is missing, wherever nothing depends on the order": (
        TRAIN,
        "        optimizer.zero_grad()\n",
        "",
        ["for x, y in batches:", "loss = loss_of(model(x), y)", "loss.backward()"],
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
