"""Each question is run here, in torch, and its result is compared with the prediction."""

import pytest
import torch

pytestmark = pytest.mark.given(
    "Below, in `PREDICTIONS`, each question has a letter.",
    "The lines above it are run, one after the other, after `import torch`;",
    "then the expression to its right is evaluated.",
    "Predict first, then check with torch: you learn most from the questions that surprise you.",
    "The report has six groups of questions.",
    "For each it names the letter of the first answer that is wrong or missing, but not the right answer.",
)

QUESTIONS = {
    "a": ("w = torch.tensor(3.0, requires_grad=True); (w ** 2).backward()", "w.grad"),
    "b": ("w = torch.tensor(3.0, requires_grad=True); (w ** 2).backward(); (w ** 2).backward()", "w.grad"),
    "c": ("w = torch.tensor(3.0, requires_grad=True); loss = w ** 2; loss.backward(); loss.backward()", "w.grad"),
    "d": ("w = torch.ones(3, requires_grad=True); (w.mean() + 3).backward()", "w.grad"),
    "e": ("w = torch.ones(3, requires_grad=True); (2 * w).backward()", "w.grad"),
    "f": ("w = torch.tensor(3.0, requires_grad=True); y = 2 * w; y.backward()", "y.grad"),
    "g": ("w = torch.tensor(3.0, requires_grad=True); w += 1", "w"),
    "h": ("x = torch.tensor(1.0, requires_grad=True); z = 2 * x; z += 1; z.backward()", "x.grad"),
    "i": ("x = torch.tensor(1.0, requires_grad=True); z = x.exp(); z += 1; z.backward()", "x.grad"),
    "j": ("w = torch.tensor(3.0, requires_grad=True); loss = w ** 2; w.data += 1; loss.backward()", "w.grad"),
    "k": ("w = torch.ones(2, requires_grad=True); w.detach()", "w.requires_grad"),
    "l": ("w = torch.ones(2, requires_grad=True); d = w.detach(); d[0] = 9", "w[0].item()"),
    "m": ("w = torch.ones(2, requires_grad=True); torch.no_grad()", "(2 * w).requires_grad"),
    "n": ("w = torch.ones(2, requires_grad=True)\nwith torch.no_grad(): w = w - 0.1", "w.requires_grad"),
    "o": ("w = torch.ones(2, requires_grad=True); w.sum().backward(); w.requires_grad_(False)", "w.grad"),
    "p": ("w = torch.tensor([1, 2], requires_grad=True)", "w.grad"),
    "q": ("w = y = torch.tensor(3.0, requires_grad=True)\nwhile y < 20: y = 2 * y\ny.backward()", "w.grad"),
    "r": ("w = torch.ones(2, requires_grad=True); w.grad_zero()", "w.grad"),
}


def check(probes, letters):
    """Every prediction for these letters matches torch; the right answers are not revealed. Questions after the first wrong one are
    not asked, so that each misconception can be recognized by itself."""
    assert probes.kind() == "dict", "PREDICTIONS must be a dict"
    for letter in letters:
        got = probes.prediction(letter)
        assert got != "open", f"question {letter} has no answer yet"
        assert alike(got, answer(letter)), f"question {letter}: torch does not give {got!r}"


@pytest.mark.concept("autograd/gradient-of-a-mean")
@pytest.mark.asks("a list of numbers for a 1-D tensor (`[1.0, 2.0]`);")
def test_slopes(probes):
    """a, d, q: the values of gradients."""
    check(probes, "adq")


@pytest.mark.concept("autograd/accumulates")
@pytest.mark.concept("autograd/backward-twice")
def test_twice(probes):
    """b, c: what a second backward does."""
    check(probes, "bc")


@pytest.mark.concept("autograd/leaf")
@pytest.mark.asks("`True`, `False` or `None`;")
def test_who_has_a_gradient(probes):
    """e, f, o, p: which tensors can have a gradient, where backward can start, and how long a gradient is kept."""
    check(probes, "efop")


@pytest.mark.concept("autograd/in-place-saved")
@pytest.mark.concept("autograd/in-place-leaf")
def test_in_place(probes):
    """g, h, i, j: in-place operations, where they are allowed and what they do."""
    check(probes, "ghij")


@pytest.mark.concept("autograd/detach-shares")
@pytest.mark.concept("autograd/bare-no-grad")
@pytest.mark.asks("a number (`6.0`), `True`, `False`")
def test_not_recorded(probes):
    """k, l, m, n: detach and no_grad."""
    check(probes, "klmn")


@pytest.mark.concept("autograd/zero-the-gradient")
@pytest.mark.asks("the name of the exception as a string")
def test_names(probes):
    """r: which exception is raised."""
    check(probes, "r")


def answer(letter):
    """What torch gives: a value in plain data, or the name of an exception."""
    lines, expression = QUESTIONS[letter]
    names = {"torch": torch}
    try:
        exec(lines, names)
        value = eval(expression, names)
    except Exception as error:  # noqa: BLE001
        return type(error).__name__
    return value.tolist() if isinstance(value, torch.Tensor) else value


def alike(got, known):
    """Numbers to four digits, lists entry by entry, all else exactly; True is not 1."""
    if isinstance(known, list):
        return isinstance(got, (list, tuple)) and len(got) == len(known) and all(map(alike, got, known))
    if isinstance(known, float):
        return isinstance(got, (int, float)) and not isinstance(got, bool) and abs(got - known) < 1e-4
    return type(got) is type(known) and got == known
