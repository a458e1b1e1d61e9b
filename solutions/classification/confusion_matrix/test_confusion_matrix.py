"""Counts and shares against plain Python that goes through the rows one by one."""

import pytest
import torch
from torch.testing import assert_close

METRICS = ["accuracy", "precision", "recall", "f1", "macro_f1"]
# Of random counts, and with classes of a single row, or that were called a single time.
MATRICES = [2, 3, 5, [[1, 0, 0], [0, 6, 1], [0, 2, 0]]]
of_matrices = pytest.mark.parametrize("matrix", MATRICES, ids=str)


@pytest.mark.concept("classification/rows-are-true")
@pytest.mark.asks(
    "two tensors of labels (`torch.int64`) from 0 to n_classes − 1, both (N,) or both (N, 1)",
    "the **row** is the true class, the **column** the predicted one",
)
@pytest.mark.parametrize("is_column", [False, True])
@pytest.mark.parametrize(("n_rows", "n_classes"), [(40, 3), (30, 2), (1, 4), (12, 5)])
def test_the_matrix(probes, rng, device, n_rows, n_classes, is_column):
    """Row i and column j count the rows of the class i that were called j."""
    truth, predicted = draw(n_rows, n_classes, rng)
    shape = (n_rows, 1) if is_column else (n_rows,)
    got = probes.matrix(truth.reshape(shape).to(device), predicted.reshape(shape).to(device), n_classes)
    assert_close(got.cpu(), torch.tensor(counts(truth, predicted, n_classes)))


@pytest.mark.concept("classification/rows-are-true")
@pytest.mark.asks("It gives counts (`torch.int64`) of the shape (n_classes, n_classes)")
@pytest.mark.parametrize("classes_that_occur", [[0, 1], [1, 3], [2]], ids=str)
def test_classes_that_never_occur(probes, rng, device, classes_that_occur):
    """Classes that never occur have their row and their column, too."""
    present = torch.tensor(classes_that_occur)
    truth, predicted = (present[torch.randint(len(present), (15,), generator=rng)] for _ in range(2))
    got = probes.matrix(truth.to(device), predicted.to(device), 5)
    assert_close(got.cpu(), torch.tensor(counts(truth, predicted, 5)))


@pytest.mark.concept("classification/accuracy-over-100")
@pytest.mark.asks("Shapes that differ raise a `ValueError`.")
@pytest.mark.parametrize("shapes", [((4,), (4, 1)), ((4, 1), (4,)), ((4,), (1,)), ((3,), (4,))], ids=str)
def test_shapes_that_differ_are_refused(probes, rng, device, shapes):
    """Labels and predictions of different shapes raise a ValueError."""
    truth, predicted = (torch.randint(3, shape, generator=rng).to(device) for shape in shapes)
    seen = probes.refused(truth, predicted, 3)
    assert isinstance(seen, str), "the labels were counted without an error"
    assert seen == "ValueError", "the error that is raised"


@pytest.mark.concept("classification/accuracy-formula")
@pytest.mark.asks("`accuracy(matrix)`: the share of all rows that came out right, between 0 and 1, as a tensor without axes.")
@of_matrices
def test_accuracy(probes, rng, device, matrix):
    """The accuracy is the share of all rows that came out right, a tensor without axes."""
    compare(probes, "accuracy", filled(matrix, rng), device)


@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.asks(
    "`precision(matrix)`, `recall(matrix)`, `f1(matrix)`: one number for each class",
    "Precision: of the rows called this class, the share that are of it.",
)
@of_matrices
def test_precision(probes, rng, device, matrix):
    """The precision of a class is the share of the rows called so that are of it."""
    compare(probes, "precision", filled(matrix, rng), device)


@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.asks("one number for each class, of the shape (n_classes,)", "Recall: of the rows of this class, the share")
@of_matrices
def test_recall(probes, rng, device, matrix):
    """The recall of a class is the share of its rows that were called so."""
    compare(probes, "recall", filled(matrix, rng), device)


@pytest.mark.concept("classification/f1-harmonic")
@pytest.mark.asks("one number for each class, of the shape (n_classes,)", "F1: their harmonic mean, 2 · P · R / (P + R).")
@of_matrices
def test_f1(probes, rng, device, matrix):
    """The F1 of a class is the harmonic mean of its precision and its recall."""
    compare(probes, "f1", filled(matrix, rng), device)


@pytest.mark.concept("classification/macro-or-micro")
@pytest.mark.asks("`macro_f1(matrix)`: the mean of the classes' F1, every class counting the same; a tensor without axes.")
@of_matrices
def test_macro_f1(probes, rng, device, matrix):
    """The macro F1 is the plain mean of the classes' F1, a tensor without axes."""
    compare(probes, "macro_f1", filled(matrix, rng), device)


@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.asks("Where such a share is 0 / 0, it is 0.")
@pytest.mark.parametrize("metric", METRICS)
def test_classes_without_rows(probes, device, metric):
    """A class that never occurs, or is never predicted, or neither, has the share 0 where it would be 0 / 0; nothing becomes NaN."""
    compare(probes, metric, torch.tensor([[5, 0, 2, 0], [3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]), device)


@pytest.mark.asks("Matrices of batches may be added up, and the metrics of the sum are those of the whole data set.")
@pytest.mark.parametrize("metric", METRICS)
def test_over_batches(probes, rng, device, metric):
    """The metrics of the sum of the batches' matrices are those of all rows at once."""
    truth, predicted = draw(23, 3, rng)
    batches = [(a.to(device), b.to(device)) for a, b in zip(truth.split(10), predicted.split(10), strict=True)]
    same(probes.over_batches(metric, batches, 3), metric, torch.tensor(counts(truth, predicted, 3)))


@pytest.mark.concept("classification/accuracy-formula")
@pytest.mark.concept("classification/accuracy-misleads")
@pytest.mark.parametrize(("metric", "expected"), [("accuracy", 0.85), ("precision", 1 / 3), ("recall", 0.5), ("f1", 0.4)])
def test_rare_illness_by_the_numbers(probes, device, metric, expected):
    """5 ill rows found and 5 missed, 80 healthy ones right and 10 wrong: accuracy 0.85, precision of the ill 1/3, recall 1/2, F1 0.4."""
    seen = probes.metric(metric, torch.tensor([[80, 10], [5, 5]], device=device))
    assert_close((seen if metric == "accuracy" else seen[1]).item(), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.asks("Nothing that is passed in is changed.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_labels_are_left_alone(probes, rng, device):
    """Labels and predictions are not changed."""
    given = [labels.to(device) for labels in draw(9, 3, rng)]
    assert_close(probes.afterwards(*given, 3), given, rtol=0, atol=0)


@pytest.mark.asks("Nothing that is passed in is changed.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.parametrize("metric", METRICS)
def test_the_matrix_is_left_alone(probes, rng, device, metric):
    """The matrix is not changed by the metrics that are read from it."""
    matrix = torch.randint(1, 9, (3, 3), generator=rng).to(device)
    assert_close(probes.matrix_afterwards(metric, matrix), matrix, rtol=0, atol=0)


def draw(n, n_classes, rng):
    return (torch.randint(n_classes, (n,), generator=rng) for _ in range(2))


def counts(truth, predicted, n_classes):
    table = [[0] * n_classes for _ in range(n_classes)]
    for i, j in zip(truth.tolist(), predicted.tolist(), strict=True):
        table[i][j] += 1
    return table


def filled(matrix, rng):
    """The matrix, or one of random counts for this many classes."""
    return torch.tensor(matrix) if isinstance(matrix, list) else torch.randint(1, 20, (matrix, matrix), generator=rng)


def compare(probes, name, matrix, device):
    same(probes.metric(name, matrix.to(device)), name, matrix)


def same(got, name, matrix):
    expected = torch.tensor(reference(name, matrix.tolist()))
    assert_close(got.cpu(), expected, rtol=1e-5, atol=1e-6, check_dtype=False)


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
