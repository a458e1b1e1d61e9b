"""Targets, losses, decisions and scores of both heads against loops over rows and formulas in float64, and three steps of training."""

import pytest
import torch
from torch.testing import assert_close

NAMES = ["pear", "fig", "apple", "plum", "nut"]  # not in the order of the alphabet
HEADS = ["MultiClassHead", "MultiLabelHead"]
SHAPES = [(7, 3), (4, 4), (1, 3), (6, 2), (5, 5)]


@pytest.mark.concept("classification/loss-takes-logits")
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("n", [5, 1])
def test_the_logits(probes, rng, device, head, n):
    """`head(x)` gives x · weightᵀ + bias of the layer `linear`, (N, C), and the head has no other weights."""
    state, x = draw_state(3, 4, rng, device), torch.randn(n, 4, generator=rng).to(device)
    seen = probes.logits(head, NAMES[:3], state, x)
    assert_close(seen["logits"], x @ state["linear.weight"].T + state["linear.bias"])
    assert_close(seen["state"], state, rtol=0, atol=0)


@pytest.mark.concept("classification/one-hot-floats")
@pytest.mark.parametrize(("n", "n_classes"), SHAPES)
def test_targets_of_one_class(probes, rng, device, n, n_classes):
    """The targets of the multi-class head are the numbers of the classes, int64 and (N,), by their place in `classes`."""
    numbers = torch.randint(n_classes, (n,), generator=rng)
    got = probes.targets("MultiClassHead", NAMES[:n_classes], named(numbers), torch.zeros(1, 2, device=device))
    assert_close(got, numbers.to(device))


@pytest.mark.concept("classification/multi-label-targets")
@pytest.mark.parametrize(("n", "n_classes"), [*SHAPES, (4, 1)])
def test_targets_of_several_labels(probes, rng, device, n, n_classes):
    """The targets of the multi-label head are zeros and ones, float32 and (N, C), whatever order a row's labels are named in."""
    table = torch.randint(2, (n, n_classes), generator=rng).float()
    table[0] = 0.0
    table[-1] = 1.0
    got = probes.targets("MultiLabelHead", NAMES[:n_classes], listed(table), torch.zeros(1, 2, device=device))
    assert_close(got, table.to(device))


@pytest.mark.concept("classification/multi-label")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_loss_of_one_class(probes, rng, device, shape):
    """The multi-class loss is the mean of −ln of the right classes' probabilities, which share 1 in each row."""
    z, y = 2 * torch.randn(shape, generator=rng), torch.randint(shape[1], shape[:1], generator=rng)
    p = (e := z.double().exp()) / e.sum(1, keepdim=True)
    wanted = -torch.stack([row[label] for row, label in zip(p, y.tolist(), strict=True)]).log().mean()
    hot = torch.eye(shape[1], dtype=torch.float64)[y]
    seen = probes.loss("MultiClassHead", NAMES[: shape[1]], z.to(device), y.to(device))
    same_loss(seen, wanted, (p - hot) / len(y))


@pytest.mark.concept("classification/multi-label")
@pytest.mark.concept("classification/mean-over-cells")
@pytest.mark.parametrize("shape", [*SHAPES, (4, 1)], ids=str)
def test_the_loss_of_several_labels(probes, rng, device, shape):
    """The multi-label loss is the mean of the binary cross entropies of all N · C entries, each with a probability of its own."""
    z, y = 2 * torch.randn(shape, generator=rng), torch.randint(2, shape, generator=rng).float()
    p = 1 / (1 + (-z.double()).exp())
    wanted = -(y * p.log() + (1 - y) * (1 - p).log()).mean()
    seen = probes.loss("MultiLabelHead", NAMES[: shape[1]], z.to(device), y.to(device))
    same_loss(seen, wanted, (p - y) / y.numel())


@pytest.mark.concept("classification/bce-with-logits")
@pytest.mark.concept("losses/double-softmax")
def test_losses_far_out(probes, device):
    """Logits that are very sure and wrong cost their whole size, and still have a gradient."""
    z = torch.tensor([[200.0, -200.0, 0.0]], device=device)
    seen = probes.loss("MultiClassHead", NAMES[:3], z, torch.tensor([1], device=device))
    same_loss(seen, torch.tensor(400.0), torch.tensor([[1.0, -1.0, 0.0]]))
    seen = probes.loss("MultiLabelHead", NAMES[:3], z, torch.tensor([[0.0, 1.0, 1.0]], device=device))
    same_loss(seen, torch.tensor((400 + 0.6931472) / 3), torch.tensor([[1.0, -1.0, -0.5]]) / 3)


@pytest.mark.concept("classification/argmax-needs-no-softmax")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_decision_for_one_class(probes, rng, device, shape):
    """The multi-class head decides for the class with the largest logit of the row."""
    z = torch.randn(shape, generator=rng) - 1
    wanted = torch.tensor([row.index(max(row)) for row in z.tolist()])
    assert_close(probes.decided("MultiClassHead", NAMES[: shape[1]], z.to(device)), wanted.to(device))


@pytest.mark.concept("classification/multi-label-decision")
@pytest.mark.concept("classification/border-logit")
def test_the_decision_for_several_labels(probes, rng, device):
    """The multi-label head decides for every label whose probability is above one half: none, some or all of a row."""
    rows = [[3.0, 2.0, 4.0], [-3.0, -2.0, -0.1], [0.1, 0.4, -0.4], [0.0, 1e-3, -1e-3], [0.6, 9.0, 8.0]]
    z = torch.cat([torch.tensor(rows), torch.randn(6, 3, generator=rng)])
    wanted = torch.tensor([[value > 0 for value in row] for row in z.tolist()])
    assert_close(probes.decided("MultiLabelHead", NAMES[:3], z.to(device)), wanted.to(device))


@pytest.mark.concept("classification/cells-or-rows")
@pytest.mark.parametrize("n", [7, 4, 1])
def test_the_accuracy_for_one_class(probes, rng, device, n):
    """The multi-class accuracy is the share of rows whose decision is the target."""
    z, y = torch.randn(n, 4, generator=rng), torch.randint(4, (n,), generator=rng)
    y[: n // 2] = z[: n // 2].argmax(1)
    right = [row.index(max(row)) == label for row, label in zip(z.tolist(), y.tolist(), strict=True)]
    got = probes.scored("MultiClassHead", "accuracy", NAMES[:4], z.to(device), y.to(device))
    assert_close(got, sum(right) / n, rtol=1e-5, atol=1e-6)


@pytest.mark.concept("classification/cells-or-rows")
@pytest.mark.concept("classification/rare-labels")
@pytest.mark.parametrize("shape", [(9, 3), (4, 4), (1, 3), (6, 1)], ids=str)
@pytest.mark.parametrize("metric", ["accuracy", "exact_match"])
def test_the_scores_for_several_labels(probes, rng, device, metric, shape):
    """The multi-label accuracy is the share of entries that are right, the exact match the share of rows in which all are."""
    z = torch.randn(shape, generator=rng)
    y = torch.where(torch.rand(shape, generator=rng) < 0.75, z > 0, z < 0).float()
    y[: shape[0] // 2] = (z[: shape[0] // 2] > 0).float()
    right = [[(value > 0) == (label == 1) for value, label in zip(*rows, strict=True)] for rows in zip(z.tolist(), y.tolist(), strict=True)]
    shares = {"accuracy": sum(map(sum, right)) / y.numel(), "exact_match": sum(map(all, right)) / len(right)}
    got = probes.scored("MultiLabelHead", metric, NAMES[: shape[1]], z.to(device), y.to(device))
    assert_close(got, shares[metric], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("head", HEADS)
def test_three_steps_of_training(probes, rng, device, head):
    """With the head's own targets and loss, three steps of SGD bring the weights where the arithmetic says."""
    state, x = draw_state(3, 4, rng, device), torch.randn(6, 4, generator=rng).to(device)
    if head == "MultiClassHead":
        numbers = torch.randint(3, (6,), generator=rng)
        answers, y, share = named(numbers), torch.eye(3)[numbers], lambda z: z.softmax(1)
    else:
        y = torch.randint(2, (6, 3), generator=rng).float()
        answers, share = listed(y), lambda z: z.sigmoid() / 3
        y = y / 3  # the mean is over the labels as well
    y = y.to(device)
    weight, bias = state["linear.weight"], state["linear.bias"]
    for seen in probes.trained(head, NAMES[:3], state, x, answers, lr=0.5, steps=3):
        slope = (share(x @ weight.T + bias) - y) / 6
        weight, bias = weight - 0.5 * slope.T @ x, bias - 0.5 * slope.sum(0)
        assert_close(seen, {"linear.weight": weight, "linear.bias": bias}, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("head", HEADS)
def test_inputs_are_left_alone(probes, rng, device, head):
    """Logits and targets are not changed."""
    z = torch.randn(5, 3, generator=rng)
    y = torch.randint(3, (5,), generator=rng) if head == "MultiClassHead" else torch.randint(2, (5, 3), generator=rng).float()
    z, y = z.to(device), y.to(device)
    assert_close(probes.afterwards(head, NAMES[:3], z, y), [z, y], rtol=0, atol=0)


def draw_state(n_classes, n_features, rng, device):
    shapes = {"linear.weight": (n_classes, n_features), "linear.bias": (n_classes,)}
    return {key: torch.randn(shape, generator=rng).to(device) for key, shape in shapes.items()}


def named(numbers):
    return [NAMES[number] for number in numbers.tolist()]


def listed(table):
    """The labels of each row, the last one first."""
    return [[NAMES[j] for j in reversed(range(len(row))) if row[j]] for row in table.tolist()]


def same_loss(seen, wanted, gradient):
    assert_close(seen["loss"].cpu(), wanted.float(), rtol=1e-4, atol=1e-5)
    assert seen["gradient"] is not None, "no gradient flows to the logits"
    assert_close(seen["gradient"].cpu(), gradient.float(), rtol=1e-4, atol=1e-5)
