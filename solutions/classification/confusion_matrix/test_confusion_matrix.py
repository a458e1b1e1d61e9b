"""Counts and shares against plain Python that goes through the rows one by one."""

import pytest
import torch
from torch.testing import assert_close

METRICS = ["accuracy", "precision", "recall", "f1", "macro_f1"]


@pytest.mark.concept("classification/rows-are-true")
@pytest.mark.parametrize("tail", [(), (1,)], ids=["(N,)", "(N, 1)"])
@pytest.mark.parametrize(("n", "n_classes"), [(40, 3), (30, 2), (1, 4), (12, 5)])
def test_the_matrix(probes, rng, device, n, n_classes, tail):
    """Row i and column j count the rows of the class i that were called j; classes that never occur have their row and column, too."""
    truth, predicted = draw(n, n_classes, rng)
    expected = torch.tensor(counts(truth, predicted, n_classes))
    got = probes.matrix(truth.reshape(n, *tail).to(device), predicted.reshape(n, *tail).to(device), n_classes)
    assert_close(got.cpu(), expected)


@pytest.mark.concept("classification/accuracy-over-100")
@pytest.mark.parametrize("shapes", [((4,), (4, 1)), ((4, 1), (4,)), ((4,), (1,)), ((3,), (4,))], ids=str)
def test_shapes_that_differ_are_refused(probes, rng, device, shapes):
    """Labels and predictions of different shapes raise a ValueError."""
    truth, predicted = (torch.randint(3, shape, generator=rng).to(device) for shape in shapes)
    seen = probes.refused(truth, predicted, 3)
    assert isinstance(seen, str), "the labels were counted without an error"
    assert seen == "ValueError"


@pytest.mark.concept("classification/accuracy-formula")
@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.concept("classification/f1-harmonic")
@pytest.mark.concept("classification/macro-or-micro")
@pytest.mark.parametrize("n_classes", [2, 3, 5])
@pytest.mark.parametrize("name", METRICS)
def test_the_metrics(probes, rng, device, name, n_classes):
    """Each metric of a matrix is the share that its name says."""
    matrix = torch.randint(1, 20, (n_classes, n_classes), generator=rng)
    compare(probes.metric(name, matrix.to(device)), name, matrix)


@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.parametrize("name", METRICS)
def test_classes_without_rows(probes, device, name):
    """A class that never occurs, or is never predicted, or neither, has the share 0 where it would be 0 / 0; nothing becomes NaN."""
    matrix = torch.tensor([[5, 0, 2, 0], [3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    compare(probes.metric(name, matrix.to(device)), name, matrix)


@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.parametrize("name", METRICS)
def test_classes_of_a_single_row(probes, device, name):
    """A class with a single row, or one that was called a single time, has the shares of any other."""
    matrix = torch.tensor([[1, 0, 0], [0, 6, 1], [0, 2, 0]])
    compare(probes.metric(name, matrix.to(device)), name, matrix)


@pytest.mark.parametrize("name", METRICS)
def test_over_batches(probes, rng, device, name):
    """The metrics of the sum of the batches' matrices are those of all rows at once."""
    truth, predicted = draw(23, 3, rng)
    batches = [(a.to(device), b.to(device)) for a, b in zip(truth.split(10), predicted.split(10), strict=True)]
    compare(probes.over_batches(name, batches, 3), name, torch.tensor(counts(truth, predicted, 3)))


@pytest.mark.concept("classification/accuracy-formula")
@pytest.mark.concept("classification/accuracy-misleads")
def test_rare_illness_by_the_numbers(probes, device):
    """5 ill rows found and 5 missed, 80 healthy ones right and 10 wrong: accuracy 0.85, precision of the ill 1/3, recall 1/2, F1 0.4."""
    matrix = torch.tensor([[80, 10], [5, 5]], device=device)
    seen = [probes.metric("accuracy", matrix).item(), *(probes.metric(name, matrix)[1].item() for name in ("precision", "recall", "f1"))]
    assert_close(seen, [0.85, 1 / 3, 0.5, 0.4], rtol=1e-5, atol=1e-6)


def test_inputs_are_left_alone(probes, rng, device):
    """Labels, predictions and the matrix are not changed."""
    given = [*draw(9, 3, rng), torch.randint(9, (3, 3), generator=rng)]
    given = [value.to(device) for value in given]
    assert_close(probes.afterwards(given[0], given[1], 3, given[2]), given, rtol=0, atol=0)


def draw(n, n_classes, rng):
    return (torch.randint(n_classes, (n,), generator=rng) for _ in range(2))


def counts(truth, predicted, n_classes):
    table = [[0] * n_classes for _ in range(n_classes)]
    for i, j in zip(truth.tolist(), predicted.tolist(), strict=True):
        table[i][j] += 1
    return table


def compare(got, name, matrix):
    wanted = torch.tensor(reference(name, matrix.tolist()))
    assert_close(got.cpu(), wanted, rtol=1e-5, atol=1e-6, check_dtype=False)


def reference(name, table):
    classes = range(len(table))
    right = [table[i][i] for i in classes]
    called, true = [sum(row[i] for row in table) for i in classes], [sum(table[i]) for i in classes]
    match name:
        case "accuracy":
            return sum(right) / sum(true)
        case "precision":
            return [over(right[i], called[i]) for i in classes]
        case "recall":
            return [over(right[i], true[i]) for i in classes]
    p, r = reference("precision", table), reference("recall", table)
    each = [over(2 * p[i] * r[i], p[i] + r[i]) for i in classes]
    return each if name == "f1" else sum(each) / len(each)


def over(part, whole):
    return part / whole if whole else 0.0
