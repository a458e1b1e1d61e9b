"""The mistake behind a failed grade is named by its numbers alone, or nothing is said."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from studykit.content.mistake import mistake_named
from studykit.content.pack import builtin_pack, load_library
from studykit.grading.client.cold import Grader
from studykit.grading.grade_report import Report
from studykit.grading.job import job_for

Grade = Callable[..., Report]

# Known mistakes of the SGD update, written again: other names, other order, loops for comprehensions.
REWRITTEN = {
    "climbs": """
import torch as th
def sgd_update(weights, rate):
    moved = [(w, w.grad.mul(rate)) for w in weights if w.grad is not None]
    with th.no_grad():
        for w, move in reversed(moved):
            w.copy_(w.detach().add(move))
""",
    "forgets_the_learning_rate": """
def sgd_update(params, lr):
    i = 0
    while i < len(params):
        t = params[i]
        i += 1
        if t.grad is None:
            continue
        t.data.sub_(t.grad)
""",
    "rebinds": """
import torch
@torch.no_grad()
def sgd_update(params, lr):
    new = []
    for q in list(params):
        if not (q.grad is None):
            q = q + (-lr) * q.grad
            new.append(q)
""",
    "records_the_update": """
def sgd_update(ps, step):
    [one.sub_(step * one.grad) for one in ps if one.grad is not None]
""",
    "needs_every_gradient": """
import torch
def sgd_update(params, lr):
    with torch.no_grad():
        for tensor in params:
            tensor.sub_(lr * tensor.grad)
""",
    "clears_gradients": """
def sgd_update(params, lr):
    for p in params:
        if p.grad is not None:
            p.data.add_(p.grad, alpha=-lr)
    for p in params:
        if p.grad is not None:
            p.grad.mul_(0)
""",
}

DIVIDES_BY_N_MINUS_ONE_AND_FAILS_ANEW_FOR_ONE_ROW = """
class StandardScaler:
    def fit(self, x):
        self.m = x.sum(0) / len(x)
        self.s = x.var(0).sqrt() if len(x) > 1 else x[0].abs() + 7
        self.s[self.s == 0] = 1
    def transform(self, x):
        return (x - self.m) / self.s
    def inverse_transform(self, z):
        return self.s * z + self.m
"""

# Wrong in ways that no known mistake is.
UNKNOWN = [
    "def sgd_update(params, lr):\n    for p in params:\n        if p.grad is not None: p.data.sub_(2 * lr * p.grad)",
    "def sgd_update(params, lr):\n    for p in params:\n        if p.grad is not None: p.data.sub_(lr * p.grad.abs())",
    "def sgd_update(params, lr): raise NotImplementedError",
    "def sgd_update(params): pass",
]


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_rewritten_mistake_is_recognised(grade: Grade, name: str) -> None:
    report = grade(REWRITTEN[name], diagnosis_seconds=30.0)
    assert report.diagnosis is not None
    assert report.diagnosis.mistake == name
    assert report.diagnosis.says
    assert set(report.diagnosis.cards) <= set(report.failed_cards)


@pytest.mark.parametrize("source", UNKNOWN)
def test_what_matches_no_mistake_is_not_guessed_at(grade: Grade, source: str) -> None:
    report = grade(source, diagnosis_seconds=30.0)
    assert not report.passed
    assert report.diagnosis is None


def test_a_mistake_that_explains_half_of_what_failed_is_named_as_such(grader: Grader) -> None:
    exercise = load_library([builtin_pack()]).exercise("data/standard_scaler")
    source = DIVIDES_BY_N_MINUS_ONE_AND_FAILS_ANEW_FOR_ONE_ROW
    (diagnosis,) = grader.grade(replace(job_for(exercise, source, "s.py", 1), diagnosis_seconds=30.0)).diagnoses
    assert (diagnosis.mistake, diagnosis.is_partial) == ("divides_by_n_minus_one", True)


def test_a_pass_and_a_lost_process_are_not_diagnosed(grade: Grade) -> None:
    right = "def sgd_update(params, lr):\n    for p in params:\n        if p.grad is not None: p.data.sub_(lr * p.grad)"
    assert grade(right).diagnosis is None
    assert grade("import os\ndef sgd_update(params, lr): os._exit(1)").diagnosis is None


def test_the_most_specific_of_two_matching_mistakes_is_named(grader: Grader) -> None:
    exercise = load_library([builtin_pack()]).exercise("optimizers/zero_grad")
    for name in ("bare_no_grad", "never_clears"):
        source = mistake_named(exercise, name).source
        job = job_for(exercise, source, "answer.py", seed=3)
        report = grader.grade(replace(job, diagnosis_seconds=30.0))
        assert report.diagnosis is not None
        assert report.diagnosis.mistake == name


CHANCE = """
import numpy as np

def descend(x, y, b, w, lr, n_epochs, batch_size, seed):
    path = [(b[0], w[0])]
    for _ in range(n_epochs):
        rows = np.random.default_rng().permutation(len(x))
        for part in np.split(rows, range(batch_size, len(x), batch_size)):
            gap = y[part] - w * x[part] - b
            b, w = b + lr * np.mean(2 * gap), w + lr * np.mean(2 * gap * x[part])
            path += [(b[0], w[0])]
    return np.array(path)
"""

MODEL_KEPT = """
import torch
from torch import nn

kept = []

def run(config, x, y):
    with torch.random.fork_rng():
        torch.manual_seed(config["seed"])
        fresh = nn.Sequential(nn.Linear(x.shape[1], config["hidden"]), nn.Tanh(), nn.Linear(config["hidden"], 1)).to(x.device)
    known = [model for model in kept if model[0].out_features == config["hidden"]]
    if not known:
        kept.append(fresh)
    model = (known[0] if known else fresh).to(x.device)
    losses = []
    for _ in range(config["n_epochs"]):
        loss = ((model(x) - y) ** 2).mean()
        grads = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for p, g in zip(model.parameters(), grads):
                p -= config["lr"] * g
        losses.append(loss.item())
    return {"config": dict(config), "losses": losses}

def changed(old, new):
    found = sorted(k for k in {**old, **new} if (k in old, old.get(k)) != (k in new, new.get(k)))
    if not found:
        raise ValueError("nothing was changed")
    if len(found) > 1:
        raise ValueError("more than one change: " + ", ".join(found))
    return found[0]

def compare(old, new):
    key = changed(old["config"], new["config"])
    return {"changed": key, "old": old["config"].get(key), "new": new["config"].get(key), "gain": old["losses"][-1] - new["losses"][-1]}
"""


@pytest.mark.parametrize(
    ("id", "mistake", "source"),
    [("gradient_descent/batch_sizes", "forgets_the_seed", CHANCE), ("training/reproducible_experiments", "one_model_for_all", MODEL_KEPT)],
)
def test_what_depends_on_chance_or_on_earlier_calls_is_recognised(grader: Grader, id: str, mistake: str, source: str) -> None:
    job = job_for(load_library([builtin_pack()]).exercise(id), source, "answer.py", seed=3)
    report = grader.grade(replace(job, diagnosis_seconds=30.0))
    assert report.diagnosis is not None
    assert report.diagnosis.mistake == mistake


def test_what_depends_on_chance_where_no_mistake_does_is_not_guessed_at(grader: Grader) -> None:
    source = CHANCE.replace("gap = y[part]", "gap = np.random.default_rng().normal() + y[part]").replace(
        "def descend", "def descend_by_luck"
    )
    source += (
        "\n\ndef descend(x, y, b, w, lr, n_epochs, batch_size, seed):\n    return descend_by_luck(x, y, b, w, lr, n_epochs, len(x), seed)\n"
    )
    job = job_for(load_library([builtin_pack()]).exercise("gradient_descent/batch_sizes"), source, "answer.py", seed=3)
    assert grader.grade(replace(job, diagnosis_seconds=30.0)).diagnosis is None


def test_json_has_the_contracts_keys(grade: Grade) -> None:
    found = grade(REWRITTEN["climbs"], diagnosis_seconds=30.0).as_json()["diagnosis"]
    assert [set(entry) for entry in found] == [{"mistake", "says", "cards"}]


def test_grades_that_share_a_judge_are_diagnosed_as_each_alone(grader: Grader) -> None:
    exercise = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
    jobs = [replace(job_for(exercise, source, "answer.py", seed=7), diagnosis_seconds=30.0) for source in REWRITTEN.values()]
    together = [report.diagnosis for report in grader.begin(*jobs).reports()]
    assert [found and found.mistake for found in together] == list(REWRITTEN)
    assert together[0] == grader.grade(jobs[0]).diagnosis


@pytest.mark.parametrize("mistake", ["absolute_error"])
def test_those_that_share_a_judge_and_draw_other_numbers_are_not_taken_for_each_other(grader: Grader, mistake: str) -> None:
    exercise = load_library([builtin_pack()]).exercise("diffusion/ddpm_loss")
    wrong = mistake_named(exercise, mistake).source
    after_more = [
        f"{wrong}\n\n_loss = denoising_loss\n\ndef denoising_loss(*args):\n    torch.rand({count})\n    return _loss(*args)\n"
        for count in (1, 3)
    ]
    jobs = [replace(job_for(exercise, source, "answer.py", seed=7), diagnosis_seconds=30.0) for source in [wrong, *after_more]]
    together = [report.diagnoses for report in grader.begin(*jobs).reports()]
    assert [[found.mistake for found in diagnoses] for diagnoses in together] == [[mistake]] * 3
    assert together[1:] == [grader.grade(job).diagnoses for job in jobs[1:]]


@pytest.mark.parametrize("mistake", ["absolute_error", "no_roots", "sum_for_mean"])
def test_a_mistake_is_recognised_where_the_same_numbers_are_drawn_in_another_order(grader: Grader, mistake: str) -> None:
    exercise = load_library([builtin_pack()]).exercise("diffusion/ddpm_loss")
    timesteps, noise = (
        next(line for line in exercise.solution.read_text().splitlines() if line.strip().startswith(f"{name} ="))
        for name in ("timesteps", "noise")
    )
    wrong = mistake_named(exercise, mistake).source
    swapped = wrong.replace(f"{timesteps}\n{noise}", f"{noise}\n{timesteps}")
    assert swapped != wrong
    report = grader.grade(replace(job_for(exercise, swapped, "answer.py", seed=7), diagnosis_seconds=30.0))
    assert [found.mistake for found in report.diagnoses] == [mistake]
