"""Mutants of a right answer: the mistakes that matter in this field are among them, each once, and none is the answer itself."""

import ast

import pytest

from studykit.authoring.mutants import mutants

LOOP = """
def train(model, loss_fn, optimizer, batches, epochs):
    \"\"\"A docstring is no code.\"\"\"
    losses = []
    for epoch in range(epochs):
        for x, y in batches:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
"""


def names(source: str) -> list[str]:
    return [mutant.name for mutant in mutants(source)]


@pytest.mark.parametrize(
    "name",
    [
        "statement dropped: optimizer.zero_grad() -> (nothing)",
        "zero_grad before the loop",
        "backward moved past `optimizer.step()`",
        "item dropped: losses.append(loss.item()) -> losses.append(loss)",
        "detach too many: loss = loss_fn(model(x), y) -> loss = loss_fn(model(x), y).detach()",
    ],
)
def test_a_training_loop_is_changed_as_learners_change_it(name: str) -> None:
    assert name in names(LOOP)


EPOCH = """
def epoch(model, loss_fn, optimizer, batches):
    total, rows = 0.0, 0
    model.train()
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
"""


def test_a_change_that_no_run_can_tell_is_no_mutant() -> None:
    found = names(EPOCH)

    assert "zero_grad moved past `loss = loss_fn(model(x), y)`" not in found
    assert "step moved past `total += loss.item() * len(x)`" not in found
    assert "train moved past `total, rows = (0.0, 0)`" not in found
    assert not [name for name in found if name.startswith("rebinding for in place")]
    assert "train moved past `for x, y in batches:`" in found


def test_a_detach_is_a_mutant_only_where_somebody_asks_for_a_gradient() -> None:
    source = "def mean(x):\n    return x.mean(dim=0)\n"

    assert any(mutant.kind == "detach too many" for mutant in mutants(source))
    assert not any(mutant.kind == "detach too many" for mutant in mutants(source, is_differentiated=False))


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("return x.mean(dim=0, keepdim=True)", "return x.sum(dim=0, keepdim=True)"),
        ("return x.mean(dim=0, keepdim=True)", "return x.mean(dim=1, keepdim=True)"),
        ("return x.mean(dim=0, keepdim=True)", "return x.mean(dim=0)"),
        ("return x.std(dim=0)", "return x.std(dim=0, correction=0)"),
        ("return x.var(dim=0, unbiased=False)", "return x.var(dim=0, unbiased=True)"),
        ("x -= 0.1 * g", "x = x - 0.1 * g"),
        ("x = x - g", "x -= g"),
        ("model.eval()", "model.train()"),
        ("return x + 1", "return x - 1"),
        ("return not x", "return x"),
    ],
)
def test_a_line_is_changed(line: str, changed: str) -> None:
    found = [mutant.after for mutant in mutants(f"def f(x, g, model):\n    {line}\n    return x\n")]
    assert changed in found


def test_no_grad_is_taken_away() -> None:
    source = "import torch\ndef f(p):\n    with torch.no_grad():\n        p -= p.grad\n"
    assert any(mutant.kind == "no_grad dropped" and "no_grad" not in mutant.source for mutant in mutants(source))


def test_each_mutant_differs_from_the_answer_and_from_the_others() -> None:
    found = [mutant.source for mutant in mutants(LOOP)]
    assert len(set(found)) == len(found) > 15
    assert ast.unparse(ast.parse(LOOP)) not in found
    assert all("docstring" not in source for source in found)


def test_annotations_are_left_alone() -> None:
    assert all("list[int]" in mutant.source for mutant in mutants("def f(x: list[int]) -> list[int]:\n    y = x\n    return y\n"))


def test_an_answer_without_code_has_no_mutants() -> None:
    assert mutants('"""Nothing."""\n') == []
