"""Targets, losses, predictions and metrics of both heads against loops over samples and formulas in float64, and three training steps."""

import pytest
import torch
from torch.testing import assert_close

NAMES = ["pear", "pea", "apple", "plum", "fig"]  # not in alphabetical order, and one is a substring of another
HEADS = ["MultiClassHead", "MultiLabelHead"]
SCORES = [("MultiClassHead", "accuracy"), ("MultiLabelHead", "accuracy"), ("MultiLabelHead", "exact_match")]
SCORED = [(9, 3), (4, 4), (1, 3), (6, 1)]
SHAPES = [(7, 3), (4, 4), (1, 3), (6, 2), (5, 5)]
META = "meta"  # the only device apart from the CPU that every machine has; its tensors have shapes but no data

pytestmark = [pytest.mark.given("You may use torch's losses.")]


@pytest.mark.concept("classification/loss-takes-logits")
@pytest.mark.asks(
    "Both are constructed with `n_features` and `classes`, a list of C names, and have the layer `linear`",
    "`head(x)` returns the **logits** of the samples: (N, F) → (N, C), N ≥ 1.",
)
@pytest.mark.parametrize("n_samples", [5, 1])
@pytest.mark.parametrize("head", HEADS)
def test_the_logits(probes, rng, device, head, n_samples):
    """`head(x)` returns x · weightᵀ + bias of the layer `linear`, (N, C), and the head has no other parameters."""
    state, x = draw_state(3, 4, rng, device), torch.randn(n_samples, 4, generator=rng).to(device)
    seen = probes.logits(head, NAMES[:3], state, x)
    assert_close(seen["logits"], x @ state["linear.weight"].T + state["linear.bias"])
    assert_close(seen["state"], state, rtol=0, atol=0)


@pytest.mark.concept("classification/one-hot-floats")
@pytest.mark.asks(
    "`MultiClassHead`: each sample has exactly one of the classes, C ≥ 2.",
    "The index of a class is its position in `classes`, from 0.",
    "`targets(answers)`: converts a list of N names, the class of each sample",
)
@pytest.mark.parametrize(("n_samples", "n_classes"), SHAPES)
def test_targets_of_one_class(probes, rng, device, n_samples, n_classes):
    """The targets of the multi-class head are class indices, int64 and (N,), by the position in `classes`."""
    numbers = torch.randint(n_classes, (n_samples,), generator=rng)
    got = probes.targets("MultiClassHead", NAMES[:n_classes], named(numbers), torch.zeros(1, 2, device=device))
    assert_close(got, numbers.to(device))


@pytest.mark.concept("classification/multi-label-targets")
@pytest.mark.asks(
    "`MultiLabelHead`: each sample has any number of the C labels, independently of each other: none, some or all.",
    "`targets(answers)`: converts a list of N lists of names to a multi-hot tensor of zeros and ones",
)
@pytest.mark.parametrize(("n_samples", "n_classes"), [*SHAPES, (4, 1)])
def test_targets_of_several_labels(probes, rng, device, n_samples, n_classes):
    """The targets of the multi-label head are zeros and ones, float32 and (N, C), for any order of a sample's labels."""
    table = torch.randint(2, (n_samples, n_classes), generator=rng).float()
    table[0] = 0.0
    table[-1] = 1.0
    got = probes.targets("MultiLabelHead", NAMES[:n_classes], listed(table), torch.zeros(1, 2, device=device))
    assert_close(got, table.to(device))


@pytest.mark.concept("training_class/where-to-put-a-batch")
@pytest.mark.asks("The targets are on the device of the head's weights.")
@pytest.mark.parametrize("head", HEADS)
def test_targets_are_on_the_device_of_the_weights(probes, head):
    """The targets are on the device of the head's weights, also if that is not the CPU."""
    answers, shape = (["pea", "pear"], (2,)) if head == "MultiClassHead" else ([["pea", "pear"], []], (2, 3))
    assert probes.targets_elsewhere(head, NAMES[:3], answers, META) == f"{shape} on {META}", "shape and device of the targets"


@pytest.mark.concept("classification/multi-label")
@pytest.mark.asks("`loss(logits, targets)`: the mean cross-entropy of the samples, a tensor with gradients")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_loss_of_one_class(probes, rng, device, shape):
    """The multi-class loss is the mean of −ln p[target], where p is the softmax of the logits."""
    z, y = 2 * torch.randn(shape, generator=rng), torch.randint(shape[1], shape[:1], generator=rng)
    p = (e := z.double().exp()) / e.sum(1, keepdim=True)
    expected = -torch.stack([row[label] for row, label in zip(p, y.tolist(), strict=True)]).log().mean()
    hot = torch.eye(shape[1], dtype=torch.float64)[y]
    seen = probes.loss("MultiClassHead", NAMES[: shape[1]], z.to(device), y.to(device))
    same_loss(seen, expected, (p - hot) / len(y))


@pytest.mark.concept("classification/multi-label")
@pytest.mark.concept("classification/mean-over-entries")
@pytest.mark.asks("`loss(logits, targets)`: the mean binary cross-entropy over all N · C entries.")
@pytest.mark.parametrize("shape", [*SHAPES, (4, 1)], ids=str)
def test_the_loss_of_several_labels(probes, rng, device, shape):
    """The multi-label loss is the mean binary cross-entropy of all N · C entries, with the sigmoid of each logit as probability."""
    z, y = 2 * torch.randn(shape, generator=rng), torch.randint(2, shape, generator=rng).float()
    p = 1 / (1 + (-z.double()).exp())
    expected = -(y * p.log() + (1 - y) * (1 - p).log()).mean()
    seen = probes.loss("MultiLabelHead", NAMES[: shape[1]], z.to(device), y.to(device))
    same_loss(seen, expected, (p - y) / y.numel())


@pytest.mark.concept("losses/double-softmax")
@pytest.mark.asks("Both losses are correct for any finite logits.")
def test_large_logits_of_one_class(probes, device):
    """Multi-class logits of a confident wrong prediction have the difference of the logits as loss, and still have a gradient."""
    z = torch.tensor([[200.0, -200.0, 0.0]], device=device)
    seen = probes.loss("MultiClassHead", NAMES[:3], z, torch.tensor([1], device=device))
    same_loss(seen, torch.tensor(400.0), torch.tensor([[1.0, -1.0, 0.0]]))


@pytest.mark.concept("classification/bce-with-logits")
@pytest.mark.asks("Both losses are correct for any finite logits.")
def test_large_logits_of_several_labels(probes, device):
    """Multi-label logits of a confident wrong prediction have the loss |z|, and still have a gradient."""
    z = torch.tensor([[200.0, -200.0, 0.0]], device=device)
    seen = probes.loss("MultiLabelHead", NAMES[:3], z, torch.tensor([[0.0, 1.0, 1.0]], device=device))
    same_loss(seen, torch.tensor((400 + 0.6931472) / 3), torch.tensor([[1.0, -1.0, -0.5]]) / 3)


@pytest.mark.concept("classification/argmax-needs-no-softmax")
@pytest.mark.asks("`predict(logits)`: the most probable class of each sample, `torch.int64` of shape (N,).")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_prediction_of_one_class(probes, rng, device, shape):
    """The multi-class head predicts the class with the largest logit."""
    for _ in range(3):
        # Some columns have a larger mean, so that the largest entry of a row is not the one that is largest relative to its column.
        z = torch.randn(shape, generator=rng) + 2 * torch.randn(shape[1], generator=rng) - 1
        expected = torch.tensor([row.index(max(row)) for row in z.tolist()])
        assert_close(probes.predicted("MultiClassHead", NAMES[: shape[1]], z.to(device)), expected.to(device))


@pytest.mark.concept("classification/multi-label-decision")
@pytest.mark.concept("classification/threshold-logit")
@pytest.mark.asks("`predict(logits)`: for each entry whether its probability is above 0.5, `torch.bool` of shape (N, C).")
def test_the_prediction_of_several_labels(probes, rng, device):
    """The multi-label head predicts every label whose probability is above 0.5: none, some or all of the labels."""
    rows = [[3.0, 2.0, 4.0], [-3.0, -2.0, -0.1], [0.1, 0.4, -0.4], [0.0, 1e-3, -1e-3], [0.6, 9.0, 8.0]]
    z = torch.cat([torch.tensor(rows), torch.randn(6, 3, generator=rng)])
    expected = torch.tensor([[value > 0 for value in row] for row in z.tolist()])
    assert_close(probes.predicted("MultiLabelHead", NAMES[:3], z.to(device)), expected.to(device))


@pytest.mark.concept("classification/exact-match")
@pytest.mark.asks("`accuracy(logits, targets)`: the fraction of samples that are correctly classified, a plain float.")
@pytest.mark.parametrize("n_samples", [7, 4, 1])
def test_the_accuracy_for_one_class(probes, rng, device, n_samples):
    """The multi-class accuracy is the fraction of samples whose predicted class is the target."""
    z, y = torch.randn(n_samples, 4, generator=rng), torch.randint(4, (n_samples,), generator=rng)
    y[: n_samples // 2] = z[: n_samples // 2].argmax(1)
    right = [row.index(max(row)) == label for row, label in zip(z.tolist(), y.tolist(), strict=True)]
    got = probes.scored("MultiClassHead", "accuracy", NAMES[:4], z.to(device), y.to(device))
    assert_close(float(got), sum(right) / n_samples, rtol=1e-5, atol=1e-6)


@pytest.mark.concept("classification/exact-match")
@pytest.mark.concept("classification/rare-labels")
@pytest.mark.asks("`accuracy(logits, targets)`: the fraction of the N · C entries that are predicted correctly, a plain float.")
@pytest.mark.parametrize("shape", SCORED, ids=str)
def test_the_accuracy_for_several_labels(probes, rng, device, shape):
    """The multi-label accuracy is the fraction of the N · C entries that are predicted correctly."""
    z, y, right = draw_scored(shape, rng)
    got = probes.scored("MultiLabelHead", "accuracy", NAMES[: shape[1]], z.to(device), y.to(device))
    assert_close(float(got), sum(map(sum, right)) / y.numel(), rtol=1e-5, atol=1e-6)


@pytest.mark.concept("classification/exact-match")
@pytest.mark.asks("`exact_match(logits, targets)`: the fraction of the samples for which **all** labels are correct, a plain float.")
@pytest.mark.parametrize("shape", SCORED, ids=str)
def test_the_exact_match(probes, rng, device, shape):
    """The exact match is the fraction of the samples for which all labels are correct."""
    z, y, right = draw_scored(shape, rng)
    got = probes.scored("MultiLabelHead", "exact_match", NAMES[: shape[1]], z.to(device), y.to(device))
    assert_close(float(got), sum(map(all, right)) / len(right), rtol=1e-5, atol=1e-6)


@pytest.mark.concept("training/item-cuts-the-graph")
@pytest.mark.asks(
    "the fraction of samples that are correctly classified, a plain float.",
    "the fraction of the N · C entries that are predicted correctly, a plain float.",
    "the fraction of the samples for which **all** labels are correct, a plain float.",
)
@pytest.mark.parametrize(("head", "metric"), SCORES)
def test_the_scores_are_plain_floats(probes, rng, device, head, metric):
    """Accuracies and the exact match are plain Python floats."""
    z = torch.randn(4, 3, generator=rng)
    y = z.argmax(1) if head == "MultiClassHead" else (z > 0).float()
    assert probes.type_of_score(head, metric, NAMES[:3], z.to(device), y.to(device)) == "float", f"type of {metric}"


@pytest.mark.parametrize("head", HEADS)
def test_three_steps_of_training(probes, rng, device, head):
    """With the head's own targets and loss, three steps of SGD give the expected weights."""
    state, x = draw_state(3, 4, rng, device), torch.randn(6, 4, generator=rng).to(device)
    if head == "MultiClassHead":
        numbers = torch.randint(3, (6,), generator=rng)
        answers, y, probabilities = named(numbers), torch.eye(3)[numbers], lambda z: z.softmax(1)
    else:
        y = torch.randint(2, (6, 3), generator=rng).float()
        answers, probabilities = listed(y), lambda z: z.sigmoid() / 3
        y = y / 3  # the mean is over the labels as well
    y = y.to(device)
    weight, bias = state["linear.weight"], state["linear.bias"]
    for seen in probes.trained(head, NAMES[:3], state, x, answers, lr=0.5, steps=3):
        gradient = (probabilities(x @ weight.T + bias) - y) / 6
        weight, bias = weight - 0.5 * gradient.T @ x, bias - 0.5 * gradient.sum(0)
        assert_close(seen, {"linear.weight": weight, "linear.bias": bias}, rtol=1e-4, atol=1e-5)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The inputs are not changed.")
@pytest.mark.parametrize("head", HEADS)
def test_inputs_are_left_alone(probes, rng, device, head):
    """Class names, answers, logits and targets are not changed."""
    z, numbers = torch.randn(5, 3, generator=rng).to(device), torch.randint(3, (5,), generator=rng)
    table = torch.randint(2, (5, 3), generator=rng).float()
    answers, y = (named(numbers), numbers) if head == "MultiClassHead" else (listed(table), table)
    seen = probes.afterwards(head, NAMES[:3], answers, z, y.to(device))
    assert_close(seen["tensors"], [z, y.to(device)], rtol=0, atol=0)
    assert seen["names"] == NAMES[:3], "the names of the classes, afterwards"
    assert seen["answers"] == answers, "the answers, afterwards"


def draw_state(n_classes, n_features, rng, device):
    shapes = {"linear.weight": (n_classes, n_features), "linear.bias": (n_classes,)}
    return {key: torch.randn(shape, generator=rng).to(device) for key, shape in shapes.items()}


def named(numbers):
    return [NAMES[number] for number in numbers.tolist()]


def listed(table):
    """The labels of each sample, the last one first."""
    return [[NAMES[j] for j in reversed(range(len(row))) if row[j]] for row in table.tolist()]


def draw_scored(shape, rng):
    """Logits and targets of which more than half agree, and which entries do."""
    z = torch.randn(shape, generator=rng)
    y = torch.where(torch.rand(shape, generator=rng) < 0.75, z > 0, z < 0).float()
    y[: shape[0] // 2] = (z[: shape[0] // 2] > 0).float()
    right = [[(value > 0) == (label == 1) for value, label in zip(*rows, strict=True)] for rows in zip(z.tolist(), y.tolist(), strict=True)]
    return z, y, right


def same_loss(seen, expected, gradient):
    assert_close(seen["loss"].cpu(), expected.float(), rtol=1e-4, atol=1e-5)
    assert seen["gradient"] is not None, "the logits get no gradient"
    assert_close(seen["gradient"].cpu(), gradient.float(), rtol=1e-4, atol=1e-5)
