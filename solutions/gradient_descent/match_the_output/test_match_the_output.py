"""Known numbers as Python, NumPy and torch print them; values just inside and just outside half a unit of the last digit."""

import numpy as np
import pytest
import torch

START = [0.4967141530112327, -0.13826430117118466]
LOSS = 2.7421577700550976

pytestmark = pytest.mark.given("You may add a relative tolerance of 1e-12 for rounding.", "Python's `re` is all you need.")


@pytest.fixture
def seed_42():
    """80 noisy points of y = 1 + 2x and initial parameters, from seed 42."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    return x[order[:80], 0], y[order[:80], 0], *np.random.RandomState(42).randn(2)


def check(got, texts, expected):
    for text, numbers, wanted in zip(texts, got, expected, strict=True):
        known = [float(number) for number in wanted]
        assert all(isinstance(number, float) for number in numbers), f"read_numbers({text!r}) must return a list of floats, got {numbers}"
        assert len(numbers) == len(known), f"read_numbers({text!r}) must return {known}, got {numbers}"
        assert np.allclose(numbers, known, rtol=1e-12, atol=0), f"read_numbers({text!r}) must return {known}, got {numbers}"


def check_said(said, texts, values, expected):
    for text, numbers, got, known in zip(texts, values, said, expected, strict=True):
        assert bool(got) == known, f"agrees({text!r}, {[float(number) for number in numbers]})"


@pytest.mark.asks(
    "the numbers in a printed text, in order, as a list of floats", "A number may have a sign, a decimal point and an exponent"
)
def test_plain_numbers(probes):
    """Signs, decimal points and exponents belong to the number."""
    known = {"-0.1382643": [-0.1382643], "2.": [2], ".5 -.25": [0.5, -0.25], "42 7": [42, 7], "+3.0": [3]}
    known |= {"1e-05 -2.5E+3": [1e-5, -2500], "1E-3 1e+05 -1e5 12.50E2": [0.001, 1e5, -1e5, 1250], "": [], "no number here": []}
    known |= {"loss: 0.25, epoch: 3": [0.25, 3], "[1.  2.5 3. ]": [1, 2.5, 3], "[-1.5,-2.5]": [-1.5, -2.5], "3\n4\t-5": [3, 4, -5]}
    known |= {"[1.e-03 2.E+02]": [0.001, 200], "1.5 1.5 2": [1.5, 1.5, 2]}
    texts, expected = list(known), list(known.values())
    check(probes.numbers(texts), texts, expected)


@pytest.mark.asks("as a list of floats.")
def test_a_list_of_floats(probes):
    """`read_numbers` returns a list, and each number in it is a float."""
    assert probes.kinds(["42 7", "no number here"]) == [["list", "float", "float"], ["list"]], "types of what read_numbers returns"


@pytest.mark.concept("gradient_descent/compare-floats")
@pytest.mark.asks("compare numbers, not text")
def test_as_numpy_and_torch_print_them(probes, numpy_rng):
    """Brackets and words around a number do not matter."""
    a, b = numpy_rng.normal(size=2).round(6)
    texts = [f"[{a}] [{b}]", f"(array([{a}]), array([{b}]))", f"np.float64({a}) np.float32({b})", f"b={a}; w_1={b}"]
    texts += [f"tensor([{a}, {b}], device='cuda:0', dtype=torch.float64, grad_fn=<MulBackward0>)", f'"1" {a}, "cuda:12" x2 {b}']
    check(probes.numbers(texts), texts, [[a, b]] * len(texts))


@pytest.mark.concept("gradient_descent/compare-floats")
@pytest.mark.asks("Digits that belong to a **name**")
def test_digits_in_names_and_quotes(probes):
    """Digits that belong to a name or are in quotes are not numbers."""
    texts = ["float64", "x_1 + layer2", "'cuda:0' \"seed 42\"", "AddBackward0", "np.float64(3.5)", "w2=4", "torch.float32 1.5", "'a' 8 'b'"]
    texts += ["'1.5' 2.5 '3.5'", '"it\'s 3" 4', "relu6 _7 a1b2 c3", "'1' 2 \"3\" 4"]
    expected = [[], [], [], [], [3.5], [4], [1.5], [8], [2.5], [4], [], [2, 4]]
    check(probes.numbers(texts), texts, expected)


@pytest.mark.concept("gradient_descent/rounding-error")
@pytest.mark.asks("it is at most **half a unit of the last printed digit** away", "`1.02` matches 1.015 to 1.025")
@pytest.mark.parametrize(("printed", "unit"), [("{:.0f}.", 1.0), ("{:.2f}", 0.01), ("{:.8f}", 1e-8), ("{:.1e}", None), ("{:.0f}", 1.0)])
def test_half_a_unit_of_the_last_digit(probes, numpy_rng, printed, unit):
    """A value agrees if it is at most half a unit of the last printed digit away, above or below, and no further."""
    texts, values, expected = [], [], []
    for shift, is_near in [(0.0, True), (0.45, True), (-0.45, True), (0.55, False), (-0.55, False), (1.0, False), (-9.0, False)]:
        text = printed.format(numpy_rng.uniform(20, 90) * numpy_rng.choice([-1, 1]))
        size = unit or 10.0 ** (int(text.partition("e")[2]) - 1)
        texts.append(text)
        values.append([float(text) + shift * size])
        expected.append(is_near)
    check_said(probes.agreements(texts, values), texts, values, expected)


@pytest.mark.concept("gradient_descent/rounding-error")
@pytest.mark.asks("`3e-05` matches 2.5e-05 to 3.5e-05")
def test_exponents_shift_the_last_digit(probes):
    """The exponent scales the unit of the last digit: 3e-05 matches 2.5e-05 to 3.5e-05."""
    texts = ["3e-05", "3e-05", "3e-05", "1.25e+03", "1.25e+03", "2.0e-10", "2.0e-10"]
    values = [[3.4e-5], [3.6e-5], [0.0], [1254.0], [1256.0], [2.04e-10], [2.06e-10]]
    check_said(probes.agreements(texts, values), texts, values, [True, False, False, True, False, True, False])


@pytest.mark.concept("gradient_descent/rounding-error")
def test_digits_behind_a_bare_dot(probes):
    """The last digit of `.25` is the hundredths digit, as in `0.25`."""
    texts, values = [".25", "-.25", ".25", ".5"], [[0.254], [-0.246], [0.256], [0.6]]
    check_said(probes.agreements(texts, values), texts, values, [True, True, False, False])


@pytest.mark.concept("gradient_descent/rounding-error")
@pytest.mark.asks("`2.` matches 1.5 to 2.5")
def test_exactly_half_a_unit(probes):
    """A value exactly half a unit away still agrees, also where the number is 0 and a relative tolerance is 0."""
    texts, values = ["0.", "0", "2.", "-2."], [[0.5], [-0.5], [2.5], [-1.5]]
    check_said(probes.agreements(texts, values), texts, values, [True] * 4)


@pytest.mark.asks("True if the text contains as many numbers as `values`, and each value, in order, matches the printed number")
def test_as_many_numbers_as_values(probes):
    """The text must contain as many numbers as there are values, in the same order."""
    texts = ["1.50 2.50", "1.50 2.50", "1.50 2.50", "1.50", "", "", "2.50 1.50", "1.50 2.50", "1.50 2.50"]
    values = [[1.5, 2.5], [1.5], [1.5, 2.5, 3.5], [1.5, 2.5], [], [1.0], [1.5, 2.5], [1.5, 9.0], [9.0, 2.5]]
    check_said(probes.agreements(texts, values), texts, values, [True, False, False, False, True, False, False, False, False])


@pytest.mark.concept("gradient_descent/rounding-error")
def test_each_number_has_its_own_last_digit(probes):
    """Each number is compared with the unit of its own last digit, independent of the others."""
    texts = ["1. 2.0000", "1.0000 2.", "1e3 0.25", "7 0.0001", "1.5 2.00"]
    values = [[1.4, 2.00001], [1.2, 2.4], [1400.0, 0.254], [7.3, 0.0003], [1.52, 2.0]]
    check_said(probes.agreements(texts, values), texts, values, [True, False, True, False, True])


@pytest.mark.concept("gradient_descent/compare-floats")
def test_the_printed_numbers_of_the_notes(probes, seed_42):
    """The printed output of a gradient descent on y = 1 + 2x agrees with its values in every format: initial parameters, loss, gradient,
    one step."""
    x, y, b, w = seed_42
    error = b + w * x - y
    gradient = [2 * error.mean(), 2 * (x * error).mean()]
    texts = ["[0.49671415] [-0.1382643]", "(array([0.49671415]), array([-0.1382643]))", "2.7421577700550976", f"{np.float64(LOSS)!r}"]
    texts += ["-3.044811379650508 -1.8337537171510832", "[0.80119529] [0.04511107]"]
    values = [START, START, [(error**2).mean()], [LOSS], gradient, [b - 0.1 * gradient[0], w - 0.1 * gradient[1]]]
    check_said(probes.agreements(texts, values), texts, values, [True] * 6)


@pytest.mark.concept("gradient_descent/output-of-an-older-cell")
@pytest.mark.asks("`candidates` is a dict that maps the name of a program to the list of its values.", "in the order of the dict")
def test_who_printed_the_end_of_the_training(probes, seed_42):
    """Only one of four programs printed [1.02354094] [1.96896411], and `made_by` finds it; if several agree, it returns all of them, in
    order."""
    torch.manual_seed(42)
    candidates = {"start": START, "buggy": ends(*seed_42, own=False), "fixed": ends(*seed_42, own=True), "torch": torch.randn(2).tolist()}
    cases = [("[1.02354094] [1.96896411]", {}, ["fixed"]), ("[1.53063479] [0.89565633]", {}, ["buggy"])]
    cases += [("tensor([0.1940], device='cuda:0') tensor([0.1391], device='cuda:0')", {}, [])]
    cases += [("1. 2.", {"also": [0.9, 2.2]}, ["fixed", "also"])]
    for text, others, expected in cases:
        got = probes.makers(text, candidates | others)
        assert got == expected, f"made_by({text!r}, ...) with the candidates {', '.join([*candidates, *others])}"


def ends(x, y, b, w, own):
    """b and w after 1000 epochs with lr 0.1; w is updated with its own derivative, or with that of b."""
    for _ in range(1000):
        error = b + w * x - y
        gradient = 2 * error.mean(), 2 * (x * error).mean()
        b, w = b - 0.1 * gradient[0], w - 0.1 * gradient[own]
    return [float(b), float(w)]
