"""A small valid pack that each test may break in one place."""

from dataclasses import dataclass
from pathlib import Path

from studykit.authoring.lint import faults
from studykit.content.exercise import Exercise
from studykit.content.pack import Library, load_library

CURRICULUM = """\
- topic: optimizers
  title: Optimizers
  exercises: [sgd_update, zero_grad]
"""
SGD_UPDATE = """\
title: The SGD update
kind: implement
difficulty: 2
requires: []
cards: [optimizers/descent-direction]
source: [E09]
forbids: [torch.optim]
hints:
  - Which sign takes the loss down?
  - In place, or the caller sees nothing.
  - "Under no_grad: p -= lr * p.grad"
"""
ZERO_GRAD = """\
title: Clear the gradients
kind: fix
difficulty: 3
requires: [optimizers/sgd_update]
cards: [optimizers/update-in-place]
source: [E10, B16]
time_limit: 3
memory_limit: 512
devices: [cpu]
needs: [scratch]
hints: [Print them., When are they cleared?, Before backward.]
"""
CARDS = """\
- id: descent-direction
  front: Does descent add or subtract the gradient?
  back: It **subtracts** it.
  tags: [optimizers]
  source: [C070]

- id: update-in-place
  kind: predict
  front: What does this print?
  code: |
    w = torch.tensor(1.0)
    print(w.requires_grad)
  prints: False
  back: A tensor requires no grad of itself.

- id: step-reads
  kind: cloze
  front: "The step reads the {{gradient}}, never the {{loss}}."

- id: uphill
  kind: typed
  front: Where does a gradient point?
  answer: [uphill, up]

- id: rate
  kind: choice
  front: What does a rate of 0 do?
  answer: nothing
  choices: [diverge, converge]
"""
PROBES = '''"""What the judge may ask."""


def moved(submission):
    return submission.f(2)
'''
SUITE = '''"""The answer against arithmetic."""

import pytest


@pytest.mark.concept("optimizers/descent-direction")
def test_it_doubles(probes):
    """Two becomes four."""
    assert probes.moved() == 4
'''


def answer(docstring: str, expression: str) -> str:
    return f'"""{docstring}"""\n\nimport math\n\n\ndef f(x: int) -> int:\n    return {expression}\n'


def mistake(says: str, expression: str) -> str:
    return answer(f"{says}\n\nCards: optimizers/descent-direction\n", expression)


MISTAKES = """\
## adds

Adds one.

Cards: optimizers/descent-direction

```diff
-    return 2 * x
+    return x + 1
```

## drops (on also_right/sums)

Forgets to double.

Cards: optimizers/descent-direction

```diff
 def f(x: int) -> int:
-    return x + x
+    return x
```

## triples

Triples.

Cards: optimizers/descent-direction

```diff
-    return 2 * x
+    return 3 * x
```
"""


FILES = {
    "exercises/curriculum.yaml": CURRICULUM,
    "exercises/optimizers/sgd_update/exercise.yaml": SGD_UPDATE,
    "exercises/optimizers/sgd_update/sgd_update.py": answer("The SGD update\n\nWrite `f`.\n", "math.nan"),
    "exercises/optimizers/zero_grad/exercise.yaml": ZERO_GRAD,
    "exercises/optimizers/zero_grad/zero_grad.py": answer("Clear the gradients\n\nMend `f`.\n", "x + 1"),
    "cards/optimizers.yaml": CARDS,
}
for slug in ("sgd_update", "zero_grad"):
    folder = f"solutions/optimizers/{slug}"
    FILES[f"{folder}/solution.py"] = answer("The solution.", "2 * x")
    FILES[f"{folder}/probes.py"] = PROBES
    FILES[f"{folder}/test_{slug}.py"] = SUITE
    FILES[f"{folder}/also_right/sums.py"] = answer("Sums.", "x + x")
FILES["solutions/optimizers/sgd_update/mistakes.md"] = MISTAKES
for name, says, expression in (("adds", "Adds one.", "x + 1"), ("drops", "Forgets to double.", "x"), ("triples", "Triples.", "3 * x")):
    FILES[f"solutions/optimizers/zero_grad/mistakes/{name}.py"] = mistake(says, expression)


@dataclass(frozen=True)
class PackFolder:
    """A pack on disk, with the edits that tests make."""

    path: Path

    def write(self, name: str, text: str | bytes) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new))

    def delete(self, name: str) -> None:
        (self.path / name).unlink()

    def faults(self) -> list[str]:
        return faults(self.path)

    def library(self, cache: Path | None = None) -> Library:
        return load_library([self.path], cache)

    def exercise(self, name: str) -> Exercise:
        return self.library().exercise(name)


def small_pack(path: Path) -> PackFolder:
    """Write the pack."""
    folder = PackFolder(path)
    for name, text in FILES.items():
        folder.write(name, text)
    return folder


def pack_that_builds_on_it(path: Path) -> PackFolder:
    """Write a second pack, whose exercise builds on the first one's."""
    folder = PackFolder(path)
    for name, text in FILES.items():
        if "zero_grad" in name:
            folder.write(
                name.replace("zero_grad", "momentum").replace("optimizers", "more"),
                text.replace("optimizers/update-in-place", "more/inertia"),
            )
    folder.write("exercises/curriculum.yaml", "- topic: more\n  title: More\n  exercises: [momentum]\n")
    folder.write("cards/more.yaml", "- id: inertia\n  front: What keeps moving?\n  back: The velocity.\n")
    return folder
