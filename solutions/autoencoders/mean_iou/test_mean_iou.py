"""The IoUs against sets of pixels, counted with NumPy, over batches of all kinds."""

import math

import numpy as np
import pytest
import torch
from torch.testing import assert_close


@pytest.mark.concept("autoencoders/iou")
@pytest.mark.parametrize("shape", [(3, 5, 4), (1, 6, 2), (7,)], ids=str)
def test_one_batch(probes, rng, device, shape):
    """For each class it is the pixels that both have over the pixels that at least one has."""
    compare(probes, 3, [draw(shape, 3, rng, device)])


@pytest.mark.concept("autoencoders/iou-over-batches")
def test_batches_of_all_sizes(probes, rng, device):
    """Every pixel counts the same, whichever batch it came in, and the metric may be asked in between."""
    compare(probes, 4, [draw((n, *size), 4, rng, device) for n, size in ((5, (4, 4)), (1, (3, 2)), (2, (6, 5)))])


@pytest.mark.concept("autoencoders/iou-over-batches")
def test_a_class_in_one_batch_only(probes, rng, device):
    """Batches in which a class is found by mistake, or missed, or absent, change its IoU by their pixels alone."""
    found, target = draw((3, 6, 6), 2, rng, device)
    found[0, 0, 0], target[0, 0, 0] = 0, 2
    stray, clean = torch.zeros_like(found), torch.zeros_like(found)
    stray[1, 2, 3] = 2
    compare(probes, 3, [(found, target), (stray, clean), (clean, clean), (target, target)])


@pytest.mark.concept("autoencoders/absent-class")
def test_classes_that_do_not_occur(probes, device):
    """A class that occurs in neither has NaN and is left out of the mean; one that occurs in one of the two has 0 and counts."""
    zeros = torch.zeros(2, 3, 3, dtype=torch.int64, device=device)
    ones = torch.ones_like(zeros)
    compare(probes, 4, [(zeros, zeros)])
    compare(probes, 4, [(zeros, ones), (ones, ones)])
    compare(probes, 3, [])


def test_pixels_anywhere_in_memory(probes, rng, device):
    """Tensors whose numbers do not lie in one piece in memory count alike, and nothing is written into them."""
    found, target = (part.transpose(1, 2) for part in draw((2, 5, 3), 3, rng, device))
    compare(probes, 3, [(found, target)])


def test_two_metrics_share_nothing(probes, rng, device):
    """Two metrics keep their counts apart."""
    first, second = draw((2, 4, 4), 3, rng, device), draw((1, 3, 3), 3, rng, device)
    assert_close(probes.two_metrics(3, first, second), [by_hand(3, [first])[0], by_hand(3, [second])[0]], equal_nan=True)


@pytest.mark.concept("training/metric-shapes")
@pytest.mark.parametrize("shapes", [((4, 1, 3, 3), (4, 3, 3)), ((3, 3), (2, 3, 3)), ((4, 3, 3), (1, 3, 3))], ids=str)
def test_shapes_that_differ_are_refused(probes, rng, device, shapes):
    """Tensors of different shapes raise a ValueError, and the metric stays as it was."""
    good = draw((2, 3, 3), 3, rng, device)
    wrong = tuple(draw(shape, 3, rng, device)[0] for shape in shapes)
    seen = probes.refused(3, good, wrong)
    assert seen["error"] is not None, "the batch was taken in without an error"
    assert seen["error"] == "ValueError"
    assert_close(seen["scores"], by_hand(3, [good])[0], equal_nan=True)


def test_the_numbers_of_the_task(probes, device):
    """The task's example has the IoUs 0.5, 0.5 and NaN, and the mean 0.5."""
    batch = (torch.tensor([[0, 0, 1]], device=device), torch.tensor([[0, 1, 1]], device=device))
    scores, mean = probes.scores(3, [batch])["history"][-1]
    assert_close(scores, [0.5, 0.5, math.nan], equal_nan=True)
    assert_close(mean, 0.5)


def compare(probes, n_classes, batches):
    seen = probes.scores(n_classes, batches)
    expected = [by_hand(n_classes, batches[:k]) for k in range(len(batches) + 1)]
    expected = expected[:1] + [one for one in expected[1:] for _ in range(2)]
    for (scores, mean), (wanted, wanted_mean) in zip(seen["history"], expected, strict=True):
        assert_close(scores, wanted, equal_nan=True)
        assert_close(mean, wanted_mean, equal_nan=True)
    assert_close(seen["batches"], [list(batch) for batch in batches], rtol=0, atol=0)


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
