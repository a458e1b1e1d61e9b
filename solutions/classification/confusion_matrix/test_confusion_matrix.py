"""Counts and metrics against plain Python that loops over the samples."""

import pytest
import torch
from torch.testing import assert_close

METRICS = ["accuracy", "precision", "recall", "f1", "macro_f1"]
# Random counts, and a matrix with classes that have a single sample or are predicted only once.
MATRICES = [2, 3, 5, [[1, 0, 0], [0, 6, 1], [0, 2, 0]]]
of_matrices = pytest.mark.parametrize("matrix", MATRICES, ids=str)


@pytest.mark.concept("classification/rows-are-true")
@pytest.mark.asks(
    "two tensors of labels (`torch.int64`) from 0 to n_classes − 1, both (N,) or both (N, 1)",
    "the **row** is the true class, the **column** the predicted one",
)
@pytest.mark.parametrize("is_column", [False, True])
@pytest.mark.parametrize(("n_samples", "n_classes"), [(40, 3), (30, 2), (1, 4), (12, 5)])
def test_the_matrix(probes, rng, device, n_samples, n_classes, is_column):
    """Entry (i, j) of the matrix is the number of samples of class i that are predicted as j."""
    truth, predicted = draw(n_samples, n_classes, rng)
    shape = (n_samples, 1) if is_column else (n_samples,)
    got = probes.matrix(truth.reshape(shape).to(device), predicted.reshape(shape).to(device), n_classes)
    assert_close(got.cpu(), torch.tensor(counts(truth, predicted, n_classes)))


@pytest.mark.concept("classification/rows-are-true")
@pytest.mark.asks("It returns counts (`torch.int64`) of shape (n_classes, n_classes)")
@pytest.mark.parametrize("classes_that_occur", [[0, 1], [1, 3], [2]], ids=str)
def test_classes_that_never_occur(probes, rng, device, classes_that_occur):
    """Classes that never occur also have a row and a column."""
    present = torch.tensor(classes_that_occur)
    truth, predicted = (present[torch.randint(len(present), (15,), generator=rng)] for _ in range(2))
    got = probes.matrix(truth.to(device), predicted.to(device), 5)
    assert_close(got.cpu(), torch.tensor(counts(truth, predicted, 5)))


@pytest.mark.concept("classification/accuracy-over-100")
@pytest.mark.asks("If the shapes differ, it raises a `ValueError`.")
@pytest.mark.parametrize("shapes", [((4,), (4, 1)), ((4, 1), (4,)), ((4,), (1,)), ((3,), (4,))], ids=str)
def test_shapes_that_differ_are_refused(probes, rng, device, shapes):
    """Labels and predictions of different shapes raise a ValueError."""
    truth, predicted = (torch.randint(3, shape, generator=rng).to(device) for shape in shapes)
    seen = probes.refused(truth, predicted, 3)
    assert isinstance(seen, str), "no error was raised"
    assert seen == "ValueError", "type of the error"


@pytest.mark.concept("classification/accuracy-formula")
@pytest.mark.asks("`accuracy(matrix)`: the fraction of all samples that are correctly classified, between 0 and 1")
@of_matrices
def test_accuracy(probes, rng, device, matrix):
    """The accuracy is the fraction of all samples that are correctly classified, a 0-D tensor."""
    compare(probes, "accuracy", filled(matrix, rng), device)


@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.asks(
    "`precision(matrix)`, `recall(matrix)`, `f1(matrix)`: one value per class",
    "Precision: the fraction of the samples predicted as this class that belong to it.",
)
@of_matrices
def test_precision(probes, rng, device, matrix):
    """The precision of a class is the fraction of the samples predicted as it that belong to it."""
    compare(probes, "precision", filled(matrix, rng), device)


@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.asks(
    "one value per class, of shape (n_classes,)", "Recall: the fraction of the samples of this class that are predicted as it."
)
@of_matrices
def test_recall(probes, rng, device, matrix):
    """The recall of a class is the fraction of its samples that are predicted as it."""
    compare(probes, "recall", filled(matrix, rng), device)


@pytest.mark.concept("classification/f1-harmonic")
@pytest.mark.asks("one value per class, of shape (n_classes,)", "F1: their harmonic mean, 2 · P · R / (P + R).")
@of_matrices
def test_f1(probes, rng, device, matrix):
    """The F1 of a class is the harmonic mean of its precision and its recall."""
    compare(probes, "f1", filled(matrix, rng), device)


@pytest.mark.concept("classification/macro-or-micro")
@pytest.mark.asks("`macro_f1(matrix)`: the unweighted mean of the F1 scores of all classes, as a 0-D tensor.")
@of_matrices
def test_macro_f1(probes, rng, device, matrix):
    """The macro F1 is the unweighted mean of the F1 scores of all classes, a 0-D tensor."""
    compare(probes, "macro_f1", filled(matrix, rng), device)


@pytest.mark.concept("classification/precision-or-recall")
@pytest.mark.asks("Where one of these is 0 / 0, it is 0.")
@pytest.mark.parametrize("metric", METRICS)
def test_classes_without_samples(probes, device, metric):
    """For a class that never occurs, is never predicted, or both, a metric of 0 / 0 is 0; nothing becomes NaN."""
    compare(probes, metric, torch.tensor([[5, 0, 2, 0], [3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]), device)


@pytest.mark.asks("The matrices of batches can be summed, and the metrics of the sum are those of the whole dataset.")
@pytest.mark.parametrize("metric", METRICS)
def test_over_batches(probes, rng, device, metric):
    """The metrics of the sum of the batches' matrices are those of the whole dataset."""
    truth, predicted = draw(23, 3, rng)
    batches = [(a.to(device), b.to(device)) for a, b in zip(truth.split(10), predicted.split(10), strict=True)]
    same(probes.over_batches(metric, batches, 3), metric, torch.tensor(counts(truth, predicted, 3)))


@pytest.mark.concept("classification/accuracy-formula")
@pytest.mark.concept("classification/accuracy-misleads")
@pytest.mark.parametrize(("metric", "expected"), [("accuracy", 0.85), ("precision", 1 / 3), ("recall", 0.5), ("f1", 0.4)])
def test_a_rare_class_by_the_numbers(probes, device, metric, expected):
    """With TP 5, FN 5, TN 80 and FP 10 the accuracy is 0.85, the precision 1/3, the recall 1/2 and F1 0.4."""
    seen = probes.metric(metric, torch.tensor([[80, 10], [5, 5]], device=device))
    assert_close((seen if metric == "accuracy" else seen[1]).item(), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.asks("The inputs are not changed.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_labels_are_left_alone(probes, rng, device):
    """Labels and predictions are not changed."""
    given = [labels.to(device) for labels in draw(9, 3, rng)]
    assert_close(probes.afterwards(*given, 3), given, rtol=0, atol=0)


@pytest.mark.asks("The inputs are not changed.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.parametrize("metric", METRICS)
def test_the_matrix_is_left_alone(probes, rng, device, metric):
    """The metrics do not change the matrix."""
    matrix = torch.randint(1, 9, (3, 3), generator=rng).to(device)
    assert_close(probes.matrix_afterwards(metric, matrix), matrix, rtol=0, atol=0)


def draw(n, n_classes, rng):
    return (torch.randint(n_classes, (n,), generator=rng) for _ in range(2))


def counts(truth, predicted, n_classes):
    matrix = [[0] * n_classes for _ in range(n_classes)]
    for i, j in zip(truth.tolist(), predicted.tolist(), strict=True):
        matrix[i][j] += 1
    return matrix


def filled(matrix, rng):
    """The matrix, or one of random counts for that number of classes."""
    return torch.tensor(matrix) if isinstance(matrix, list) else torch.randint(1, 20, (matrix, matrix), generator=rng)


def compare(probes, name, matrix, device):
    same(probes.metric(name, matrix.to(device)), name, matrix)


def same(got, name, matrix):
    expected = torch.tensor(reference(name, matrix.tolist()))
    assert_close(got.cpu(), expected, rtol=1e-5, atol=1e-6, check_dtype=False)


def reference(name, matrix):
    classes = range(len(matrix))
    right = [matrix[i][i] for i in classes]
    n_predicted, n_true = [sum(row[i] for row in matrix) for i in classes], [sum(matrix[i]) for i in classes]
    match name:
        case "accuracy":
            return sum(right) / sum(n_true)
        case "precision":
            return [ratio(right[i], n_predicted[i]) for i in classes]
        case "recall":
            return [ratio(right[i], n_true[i]) for i in classes]
    p, r = reference("precision", matrix), reference("recall", matrix)
    each = [ratio(2 * p[i] * r[i], p[i] + r[i]) for i in classes]
    return each if name == "f1" else sum(each) / len(each)


def ratio(part, whole):
    return part / whole if whole else 0.0
