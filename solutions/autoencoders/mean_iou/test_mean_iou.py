"""The IoUs against sets of pixels, counted with NumPy, over batches of all kinds."""

import math

import numpy as np
import pytest
import torch
from torch.testing import assert_close

# Some broadcast, one has as many pixels, and one has other dimensions.
SHAPES_THAT_DIFFER = [((4, 1, 3, 3), (4, 3, 3)), ((3, 3), (2, 3, 3)), ((4, 3, 3), (1, 3, 3)), ((2, 6), (3, 4)), ((12,), (3, 4))]


def test_the_numbers_of_the_task(probes, device):
    """The task's example has the IoUs 0.5, 0.5 and NaN, and the mean 0.5."""
    batch = (torch.tensor([[0, 0, 1]], device=device), torch.tensor([[0, 1, 1]], device=device))
    scores, mean = probes.scores(3, [batch])[-1]
    assert_close(scores, [0.5, 0.5, math.nan], equal_nan=True)
    assert_close(mean, 0.5)


@pytest.mark.asks(
    "two tensors of class numbers (int64) of the same shape, such as (N, H, W)",
    "`update(found, target)` takes in a batch",
    "Mend the class `IoU(n_classes)`",
)
@pytest.mark.concept("autoencoders/iou")
@pytest.mark.parametrize("n_classes", [2, 3, 5])
@pytest.mark.parametrize("shape", [(3, 5, 4), (1, 6, 2), (7,)], ids=str)
def test_one_batch(probes, rng, device, shape, n_classes):
    """The IoU of a class is the number of pixels that both have over the number that at least one has."""
    compare_scores(probes, n_classes, [draw(shape, n_classes, rng, device)])


@pytest.mark.asks("over **all pixels of all batches** so far")
@pytest.mark.concept("autoencoders/iou-over-batches")
def test_batches_of_all_sizes(probes, rng, device):
    """Every pixel counts the same, whichever batch it came in."""
    compare_scores(probes, 4, [draw((n, *size), 4, rng, device) for n, size in ((5, (4, 4)), (1, (3, 2)), (2, (6, 5)))])


@pytest.mark.asks("over **all pixels of all batches** so far")
@pytest.mark.concept("autoencoders/iou-over-batches")
def test_a_class_in_one_batch_only(probes, rng, device):
    """Batches in which a class is found by mistake, or missed, or absent, change its IoU by their pixels alone."""
    found, target = draw((3, 6, 6), 2, rng, device)
    found[0, 0, 0], target[0, 0, 0] = 0, 2
    stray, clean = torch.zeros_like(found), torch.zeros_like(found)
    stray[1, 2, 3] = 2
    compare_scores(probes, 3, [(found, target), (stray, clean), (clean, clean), (target, target)])


@pytest.mark.asks("NaN for a class that occurred in neither.")
@pytest.mark.concept("autoencoders/absent-class")
def test_classes_that_do_not_occur(probes, device):
    """A class that occurs in neither has NaN; one that occurs in one of the two has 0."""
    zeros = torch.zeros(2, 3, 3, dtype=torch.int64, device=device)
    ones = torch.ones_like(zeros)
    compare_scores(probes, 4, [(zeros, zeros)])
    compare_scores(probes, 4, [(zeros, ones), (ones, ones)])
    compare_scores(probes, 3, [])


@pytest.mark.asks("`mean()` returns the mean of these over the classes that occurred, NaN if none did.")
@pytest.mark.concept("autoencoders/absent-class")
def test_the_mean(probes, rng, device):
    """The mean is that of the IoUs of the classes that occurred, and NaN if none did."""
    zeros = torch.zeros(2, 3, 3, dtype=torch.int64, device=device)
    compare_means(probes, 4, [draw((3, 5, 4), 4, rng, device)])
    compare_means(probes, 5, [(zeros, zeros), draw((2, 5, 4), 3, rng, device)])
    compare_means(probes, 4, [(zeros, torch.ones_like(zeros))])
    compare_means(probes, 3, [])


@pytest.mark.asks("`compute()` returns a list of n_classes plain floats.")
def test_plain_floats(probes, rng, device):
    """`compute` returns a list of plain floats, one per class, and `mean` a plain float, also before the first batch."""
    for scores, mean in probes.scores(3, [draw((2, 4, 4), 2, rng, device)])[:2]:
        assert isinstance(scores, list), "what compute returns is no list"
        assert [type(score).__name__ for score in [*scores, mean]] == ["float"] * 4, "types of the IoUs and of their mean"


@pytest.mark.asks("Both may be asked at any time, more than once, and batches may follow.")
@pytest.mark.concept("training/metric-reset")
def test_asked_more_than_once(probes, rng, device):
    """The metric may be asked twice, and in between batches, and says the same as if it had not been asked."""
    batches = [draw((2, 4, 4), 3, rng, device) for _ in range(3)]
    history = probes.scores(3, batches)
    for k in range(1, 4):
        expected, mean = by_hand(3, batches[:k])
        for scores, seen_mean in history[2 * k - 1 : 2 * k + 1]:
            assert_close(scores, expected, equal_nan=True)
            assert_close(seen_mean, mean, equal_nan=True)


@pytest.mark.asks("Nothing is written into them.")
def test_the_batch_stays(probes, rng, device):
    """Nothing is written into the tensors of a batch."""
    found, target = draw((2, 5, 3), 3, rng, device)
    assert all(same.all() for same in probes.batch_afterwards(3, found.clone(), target.clone())), "pixels were overwritten"


def test_pixels_anywhere_in_memory(probes, rng, device):
    """Tensors that are not contiguous in memory count the same."""
    compare_scores(probes, 3, [tuple(part.transpose(1, 2) for part in draw((2, 5, 3), 3, rng, device))])


@pytest.mark.asks("Two metrics share nothing.")
@pytest.mark.concept("training/metric-reset")
def test_two_metrics_share_nothing(probes, rng, device):
    """Two metrics keep their counts apart."""
    first, second = draw((2, 4, 4), 3, rng, device), draw((1, 3, 3), 3, rng, device)
    assert_close(probes.two_metrics(3, first, second), [by_hand(3, [first])[0], by_hand(3, [second])[0]], equal_nan=True)


@pytest.mark.asks("Tensors of different shapes raise a ValueError")
@pytest.mark.concept("training/metric-shapes")
@pytest.mark.parametrize("shapes", SHAPES_THAT_DIFFER, ids=str)
def test_shapes_that_differ_are_refused(probes, rng, device, shapes):
    """Tensors of different shapes raise a ValueError."""
    wrong = tuple(draw(shape, 3, rng, device)[0] for shape in shapes)
    assert probes.refused(3, draw((2, 3, 3), 3, rng, device), wrong)["error"] == "ValueError", "error that was raised"


@pytest.mark.asks("and the metric is as it was")
@pytest.mark.concept("training/metric-shapes")
@pytest.mark.parametrize("shapes", SHAPES_THAT_DIFFER, ids=str)
def test_what_is_refused_does_not_count(probes, rng, device, shapes):
    """After a batch that was refused, the metric is as it was."""
    good = draw((2, 3, 3), 3, rng, device)
    wrong = tuple(draw(shape, 3, rng, device)[0] for shape in shapes)
    assert_close(probes.refused(3, good, wrong)["scores"], by_hand(3, [good])[0], equal_nan=True)


def compare_scores(probes, n_classes, batches):
    assert_close(probes.scores(n_classes, batches)[-1][0], by_hand(n_classes, batches)[0], equal_nan=True)


def compare_means(probes, n_classes, batches):
    assert_close(probes.scores(n_classes, batches)[-1][1], by_hand(n_classes, batches)[1], equal_nan=True)


def by_hand(n_classes, batches):
    found, target = (np.concatenate([np.zeros(0), *(batch[i].cpu().numpy().ravel() for batch in batches)]) for i in (0, 1))
    scores = []
    for c in range(n_classes):
        there, here = set(np.flatnonzero(found == c)), set(np.flatnonzero(target == c))
        scores.append(len(there & here) / len(there | here) if there | here else math.nan)
    seen = [score for score in scores if not math.isnan(score)]
    return scores, sum(seen) / len(seen) if seen else math.nan


def draw(shape, n_classes, rng, device):
    """What was found and what is there: alike in about half of the pixels."""
    target = torch.randint(n_classes, shape, generator=rng)
    found = torch.where(torch.rand(shape, generator=rng) < 0.5, target, torch.randint(n_classes, shape, generator=rng))
    return found.to(device), target.to(device)
