"""The IoUs against sets of pixels, counted with NumPy, over batches of all kinds."""

import math

import numpy as np
import pytest
import torch
from torch.testing import assert_close

pytestmark = pytest.mark.given(
    "The code below contains at least one bug.", "Most pixels of an image are background", "The IoU (Jaccard index)"
)

# Some broadcast, one has as many pixels, and one has another number of dims.
SHAPES_THAT_DIFFER = [((4, 1, 3, 3), (4, 3, 3)), ((3, 3), (2, 3, 3)), ((4, 3, 3), (1, 3, 3)), ((2, 6), (3, 4)), ((12,), (3, 4))]


def test_the_example_of_the_task(probes, device):
    """The task's example has the IoUs 0.5, 0.5 and NaN, and the mean 0.5."""
    batch = (torch.tensor([[0, 0, 1]], device=device), torch.tensor([[0, 1, 1]], device=device))
    scores, mean = probes.scores(3, [batch])[-1]
    assert_close(scores, [0.5, 0.5, math.nan], equal_nan=True)
    assert_close(mean, 0.5)


@pytest.mark.asks(
    "two tensors of class indices (int64) of the same shape, such as (N, H, W)",
    "`update(pred, target)` adds a batch",
    "Fix the class `IoU(n_classes)`",
)
@pytest.mark.concept("autoencoders/iou")
@pytest.mark.parametrize("n_classes", [2, 3, 5])
@pytest.mark.parametrize("shape", [(3, 5, 4), (1, 6, 2), (7,)], ids=str)
def test_one_batch(probes, rng, device, shape, n_classes):
    """The IoU of a class is its intersection divided by its union."""
    compare_scores(probes, n_classes, [draw(shape, n_classes, rng, device)])


@pytest.mark.asks("over **all pixels of all batches** so far")
@pytest.mark.concept("autoencoders/iou-over-batches")
def test_batches_of_all_sizes(probes, rng, device):
    """Every pixel has the same weight, whichever batch it is in."""
    compare_scores(probes, 4, [draw((n, *size), 4, rng, device) for n, size in ((5, (4, 4)), (1, (3, 2)), (2, (6, 5)))])


@pytest.mark.asks("over **all pixels of all batches** so far")
@pytest.mark.concept("autoencoders/iou-over-batches")
def test_a_class_in_one_batch_only(probes, rng, device):
    """Batches in which a class has only false positives, only false negatives, or no pixels count by their pixels only."""
    pred, target = draw((3, 6, 6), 2, rng, device)
    pred[0, 0, 0], target[0, 0, 0] = 0, 2
    stray, clean = torch.zeros_like(pred), torch.zeros_like(pred)
    stray[1, 2, 3] = 2
    compare_scores(probes, 3, [(pred, target), (stray, clean), (clean, clean), (target, target)])


@pytest.mark.asks("NaN if the union is empty.")
@pytest.mark.concept("autoencoders/absent-class")
def test_classes_that_do_not_occur(probes, device):
    """A class in neither pred nor target has NaN; one that is in only one of them has 0."""
    zeros = torch.zeros(2, 3, 3, dtype=torch.int64, device=device)
    ones = torch.ones_like(zeros)
    compare_scores(probes, 4, [(zeros, zeros)])
    compare_scores(probes, 4, [(zeros, ones), (ones, ones)])
    compare_scores(probes, 3, [])


@pytest.mark.asks("`mean()` returns the mean IoU over the classes that occurred, NaN if none did.")
@pytest.mark.concept("autoencoders/absent-class")
def test_the_mean(probes, rng, device):
    """`mean` averages the IoUs of the classes that occurred; it is NaN if none did."""
    zeros = torch.zeros(2, 3, 3, dtype=torch.int64, device=device)
    compare_means(probes, 4, [draw((3, 5, 4), 4, rng, device)])
    compare_means(probes, 5, [(zeros, zeros), draw((2, 5, 4), 3, rng, device)])
    compare_means(probes, 4, [(zeros, torch.ones_like(zeros))])
    compare_means(probes, 3, [])


@pytest.mark.asks("`compute()` returns a list of n_classes Python floats.")
def test_plain_floats(probes, rng, device):
    """`compute` returns a list of Python floats, one per class, and `mean` a Python float, also before the first batch."""
    for scores, mean in probes.scores(3, [draw((2, 4, 4), 2, rng, device)])[:2]:
        assert isinstance(scores, list), "compute does not return a list"
        assert [type(score).__name__ for score in [*scores, mean]] == ["float"] * 4, "types of the IoUs and of their mean"


@pytest.mark.asks("`compute` and `mean` may be called at any time, repeatedly")
@pytest.mark.concept("training/metric-reset")
def test_repeated_calls(probes, rng, device):
    """`compute` and `mean` do not change the metric: repeated calls, also between batches, have no effect on the results."""
    batches = [draw((2, 4, 4), 3, rng, device) for _ in range(3)]
    history = probes.scores(3, batches)
    for k in range(1, 4):
        expected, mean = by_hand(3, batches[:k])
        for scores, seen_mean in history[2 * k - 1 : 2 * k + 1]:
            assert_close(scores, expected, equal_nan=True)
            assert_close(seen_mean, mean, equal_nan=True)


@pytest.mark.asks("The tensors are not modified.")
def test_the_batch_stays(probes, rng, device):
    """The tensors of a batch are not modified."""
    pred, target = draw((2, 5, 3), 3, rng, device)
    assert all(same.all() for same in probes.batch_afterwards(3, pred.clone(), target.clone())), "pixels were modified"


def test_pixels_anywhere_in_memory(probes, rng, device):
    """Non-contiguous tensors give the same IoUs."""
    compare_scores(probes, 3, [tuple(part.transpose(1, 2) for part in draw((2, 5, 3), 3, rng, device))])


@pytest.mark.asks("Metric objects share no state.")
@pytest.mark.concept("training/metric-reset")
def test_two_metrics_share_no_state(probes, rng, device):
    """Two metric objects keep separate counts."""
    first, second = draw((2, 4, 4), 3, rng, device), draw((1, 3, 3), 3, rng, device)
    assert_close(probes.two_metrics(3, first, second), [by_hand(3, [first])[0], by_hand(3, [second])[0]], equal_nan=True)


@pytest.mark.asks("Tensors of different shapes raise a ValueError")
@pytest.mark.concept("training/metric-shapes")
@pytest.mark.parametrize("shapes", SHAPES_THAT_DIFFER, ids=str)
def test_different_shapes_are_rejected(probes, rng, device, shapes):
    """Tensors of different shapes raise a ValueError."""
    wrong = tuple(draw(shape, 3, rng, device)[0] for shape in shapes)
    assert probes.rejected(3, draw((2, 3, 3), 3, rng, device), wrong)["error"] == "ValueError", "error that was raised"


@pytest.mark.asks("and the metric does not change")
@pytest.mark.concept("training/metric-shapes")
@pytest.mark.parametrize("shapes", SHAPES_THAT_DIFFER, ids=str)
def test_a_rejected_batch_does_not_count(probes, rng, device, shapes):
    """A batch with different shapes does not change the metric."""
    good = draw((2, 3, 3), 3, rng, device)
    wrong = tuple(draw(shape, 3, rng, device)[0] for shape in shapes)
    assert_close(probes.rejected(3, good, wrong)["scores"], by_hand(3, [good])[0], equal_nan=True)


def compare_scores(probes, n_classes, batches):
    assert_close(probes.scores(n_classes, batches)[-1][0], by_hand(n_classes, batches)[0], equal_nan=True)


def compare_means(probes, n_classes, batches):
    assert_close(probes.scores(n_classes, batches)[-1][1], by_hand(n_classes, batches)[1], equal_nan=True)


def by_hand(n_classes, batches):
    pred, target = (np.concatenate([np.zeros(0), *(batch[i].cpu().numpy().ravel() for batch in batches)]) for i in (0, 1))
    scores = []
    for c in range(n_classes):
        predicted, true = set(np.flatnonzero(pred == c)), set(np.flatnonzero(target == c))
        scores.append(len(predicted & true) / len(predicted | true) if predicted | true else math.nan)
    seen = [score for score in scores if not math.isnan(score)]
    return scores, sum(seen) / len(seen) if seen else math.nan


def draw(shape, n_classes, rng, device):
    """Prediction and target, which agree in more than half of the pixels."""
    target = torch.randint(n_classes, shape, generator=rng)
    pred = torch.where(torch.rand(shape, generator=rng) < 0.5, target, torch.randint(n_classes, shape, generator=rng))
    return pred.to(device), target.to(device)
