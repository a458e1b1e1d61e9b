"""Each function against NumPy loops over all elements."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

# Means and sums of at most ten values of about 1: a few roundings of the dtype.
NEAR = {torch.float32: {"rtol": 1e-5, "atol": 1e-5}, torch.float64: {"rtol": 1e-13, "atol": 1e-13}}
ELSEWHERE = "meta"  # it mixes with no other device, on any machine
NAMES = ["crop", "scores_of_labels", "pad_after", "masked_mean", "one_hot", "sum_per_class"]


@pytest.mark.asks("`images` has shape (N, C, H, W).", "N ≥ 1.", "Returns the rectangle whose upper left pixel is (top, left)")
@pytest.mark.asks("The rectangle is inside the image.")
@pytest.mark.concept("tensors/slice-length")
@pytest.mark.parametrize("window", [(1, 3, 2, 4), (0, 0, 5, 8), (2, 1, 1, 1), (3, 4, 2, 4)], ids=str)
@pytest.mark.parametrize("n", [2, 1])
def test_crop(probes, rng, device, n, window):
    """`crop` returns the rectangle of the given height and width that begins at (top, left)."""
    images = torch.randn(n, 3, 5, 8, generator=rng).to(device)
    top, left, height, width = window
    expected = np.array(
        [[[[c[i, j] for j in range(left, left + width)] for i in range(top, top + height)] for c in m] for m in array(images)]
    )
    exactly(probes.result("crop", images, *window), expected, "the cropped pixels")


@pytest.mark.asks("The result is a view of `images`.")
@pytest.mark.concept("tensors/slice-is-a-view")
def test_crop_is_a_view(probes, rng, device):
    """The result of `crop` is a view: values written into `images` later are visible in it."""
    images, later = (torch.randn(2, 3, 6, 4, generator=rng).to(device) for _ in range(2))
    got = probes.crop_of_changed_images(images, later, 2, 1, 3, 2)
    exactly(got, array(later)[:, :, 2:5, 1:3], "the crop after `images` got new values")


@pytest.mark.asks("`scores` has shape (N, K).", "`labels` has shape (N,), with values from 0 to K − 1.")
@pytest.mark.asks("Returns the score of each sample's own label", "A label can occur several times, or never.")
@pytest.mark.concept("tensors/index-pairs")
@pytest.mark.concept("tensors/colon-and-index")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int64], ids=str)
@pytest.mark.parametrize(("n", "k"), [(6, 4), (3, 7), (4, 4), (1, 3)])
def test_scores_of_labels(probes, rng, device, n, k, dtype):
    """`scores_of_labels` returns one score per sample, that of its own label."""
    scores = (100 * torch.randn(n, k, generator=rng, dtype=torch.float64)).to(dtype).to(device)
    labels = torch.randint(k, (n,), generator=rng).to(device)
    expected = np.array([array(scores)[i, array(labels)[i]] for i in range(n)])
    exactly(probes.result("scores_of_labels", scores, labels), expected, "the scores of the labels")


@pytest.mark.asks("`ids` has shape (N, T).", "`lengths` has shape (N,), with values from 0 to T.")
@pytest.mark.asks("ids[n, t] is replaced by the integer `pad` for each t ≥ lengths[n]", "Labels and lengths are int64.")
@pytest.mark.concept("tensors/length-mask")
@pytest.mark.parametrize("dtype", [torch.int64, torch.int32], ids=str)
@pytest.mark.parametrize("lengths", [[3, 0, 5, 1], [5, 4, 3, 2, 1], [2]], ids=str)
@pytest.mark.parametrize("pad", [0, -100])
def test_pad_after(probes, rng, device, lengths, dtype, pad):
    """`pad_after` replaces the ids from the length of each sample on with `pad`; lengths of 0 and T are possible."""
    ids = torch.randint(1, 100, (len(lengths), 5), generator=rng).to(dtype).to(device)
    expected = array(ids).copy()
    for n, length in enumerate(lengths):
        expected[n, length:] = pad
    exactly(probes.result("pad_after", ids, torch.tensor(lengths, device=device), pad), expected, "the padded ids")


@pytest.mark.asks("`x` has shape (N, T, D).", "`mask` is boolean and has shape (N, T).")
@pytest.mark.asks("Returns the mean of each sample over the positions t where its mask is True")
@pytest.mark.concept("tensors/masked-mean")
@pytest.mark.parametrize("dtype", list(NEAR), ids=str)
@pytest.mark.parametrize(("n", "t", "d"), [(5, 7, 3), (3, 3, 3), (4, 9, 1), (1, 6, 2)])
def test_masked_mean(probes, rng, device, n, t, d, dtype):
    """`masked_mean` averages over the positions where the mask is True, and divides by their number in each sample."""
    x, mask = draw_masked(rng, device, n, t, d, dtype)
    assert_close(probes.result("masked_mean", x, mask), mean_by_hand(x, mask), **NEAR[dtype])


@pytest.mark.asks("If a sample has no such position, its result is 0.")
@pytest.mark.concept("tensors/masked-mean")
def test_masked_mean_of_nothing(probes, rng, device):
    """If the mask of a sample is False everywhere, its mean is 0 and not NaN; those of the other samples do not change."""
    x, mask = draw_masked(rng, device, 4, 6, 3, torch.float32)
    mask[2] = False
    assert_close(probes.result("masked_mean", x, mask), mean_by_hand(x, mask), **NEAR[torch.float32])


@pytest.mark.asks("Values at the other positions can be NaN or infinite; they do not affect the result.")
@pytest.mark.concept("tensors/nan-times-zero")
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_masked_values_do_not_reach_the_mean(probes, rng, device, value):
    """NaN and infinity at positions where the mask is False do not affect the mean."""
    x, mask = draw_masked(rng, device, 4, 6, 3, torch.float32)
    expected = mean_by_hand(x, mask)
    assert_close(probes.result("masked_mean", x.masked_fill(~mask[..., None], value), mask), expected, **NEAR[torch.float32])


@pytest.mark.asks("`labels` has shape (N,).", "Returns a float32 tensor of shape (N, num_classes)")
@pytest.mark.concept("tensors/scatter-one-hot")
@pytest.mark.parametrize(("labels", "k"), [([2, 0, 2, 1, 4], 6), ([1], 4), ([0, 0], 1)], ids=str)
def test_one_hot(probes, device, labels, k):
    """`one_hot` returns a float32 tensor with a 1 at the label of each sample and 0 elsewhere."""
    expected = np.array([[float(j == label) for j in range(k)] for label in labels], dtype=np.float32)
    exactly(probes.result("one_hot", torch.tensor(labels, device=device), k), expected, "the one-hot vectors")


@pytest.mark.asks("`x` has shape (N, D).", "for each class the sum of the samples with that label")
@pytest.mark.asks("The sum of a class without samples is 0.", "A label can occur several times, or never.")
@pytest.mark.concept("tensors/index-add")
@pytest.mark.parametrize("dtype", list(NEAR), ids=str)
@pytest.mark.parametrize(("labels", "k"), [([2, 0, 2, 2, 4, 0], 6), ([1, 3, 0], 5), ([1], 3)], ids=str)
def test_sum_per_class(probes, rng, device, labels, k, dtype):
    """`sum_per_class` adds up all samples of each class, also if labels repeat; classes without samples get 0."""
    x = torch.randn(len(labels), 4, generator=rng, dtype=dtype).to(device)
    expected = np.zeros((k, 4), dtype=array(x).dtype)
    for row, label in zip(array(x), labels, strict=True):
        expected[label] += row
    got = probes.result("sum_per_class", x, torch.tensor(labels, device=device), k)
    assert_close(got, torch.from_numpy(expected).to(device), **NEAR[dtype])


@pytest.mark.asks("Except for `one_hot`, the result has the dtype of the first argument.")
@pytest.mark.concept("tensors/zeros-need-a-dtype")
@pytest.mark.parametrize("dtype", [torch.float64, torch.float16], ids=str)
@pytest.mark.parametrize("name", ["crop", "scores_of_labels", "masked_mean", "sum_per_class"])
def test_the_dtype(probes, rng, device, name, dtype):
    """The result has the dtype of the first argument."""
    first, *others = arguments(name, rng, device)
    got = probes.result(name, first.to(dtype), *others).dtype
    assert got == dtype, f"dtype of the result of {name}: {got}, expected {dtype}"


@pytest.mark.asks("The inputs are not changed.", "Returns a new tensor of shape (N, T)")
@pytest.mark.concept("tensors/mask-assignment")
@pytest.mark.parametrize("name", NAMES)
def test_the_inputs_are_not_changed(probes, rng, device, name):
    """The tensors that are passed in are not changed."""
    given = arguments(name, rng, device)
    for position, (after, before) in enumerate(zip(probes.afterwards(name, *given), given, strict=True)):
        if isinstance(before, torch.Tensor):
            exactly(after, array(before), f"argument {position} of {name} after the call")


@pytest.mark.asks("New tensors are created on the device of the inputs, whatever the default device is.")
@pytest.mark.concept("tensors/device-of-new-tensors")
@pytest.mark.parametrize("name", NAMES)
def test_the_device_of_the_inputs(probes, rng, device, name):
    """The result is on the device of the inputs, also if tensors are created on another device by default."""
    given = arguments(name, rng, device)
    seen = probes.with_default_device(name, ELSEWHERE, *given)
    kind = given[0].device.type
    assert seen["device"] == kind, f"{name} returns a tensor on {seen['device']}, but its inputs are on {kind}"
    assert_close(seen["values"], probes.result(name, *given), rtol=0, atol=0)


@pytest.mark.asks("The number of PyTorch operations does not depend on the sizes.")
@pytest.mark.concept("tensors/loop-overhead")
@pytest.mark.parametrize("name", NAMES)
def test_operations_do_not_depend_on_the_sizes(probes, rng, device, name):
    """Larger inputs need as many PyTorch operations as small ones: there is no Python loop over values, samples or classes."""
    small, large = (probes.operations(name, *arguments(name, rng, device, times)) for times in (1, 6))
    assert small == large, f"operations of {name}: {small} for small inputs, {large} for inputs six times as large"


def arguments(name, rng, device, times=1):
    """Arguments for the function of this name, of sizes that grow with `times`."""
    n, t, d, k = 5 * times, 7 * times, 3 * times, 4 * times
    labels = torch.randint(k, (n,), generator=rng).to(device)
    if name == "crop":
        # The rectangle touches no edge, because torch runs no operation for a slice that selects everything.
        return torch.randn(n, 2, t, k + 4, generator=rng).to(device), 1, 2, 2 * times, 2
    if name == "scores_of_labels":
        return torch.randn(n, k, generator=rng).to(device), labels
    if name == "pad_after":
        return torch.randint(1, 50, (n, t), generator=rng).to(device), torch.randint(t, (n,), generator=rng).to(device), 0
    if name == "masked_mean":
        return draw_masked(rng, device, n, t, d, torch.float32)
    if name == "one_hot":
        return labels, k
    return torch.randn(n, d, generator=rng).to(device), labels, k


def draw_masked(rng, device, n, t, d, dtype):
    """Values, and a mask with at least one True and one False per sample."""
    x = torch.randn(n, t, d, generator=rng, dtype=dtype)
    mask = torch.rand(n, t, generator=rng) < 0.6
    mask[:, 0], mask[:, 1] = True, False
    return x.to(device), mask[:, torch.randperm(t, generator=rng)].to(device)


def mean_by_hand(x, mask):
    kept = [sample[m] for sample, m in zip(array(x).astype(np.float64), array(mask), strict=True)]
    means = np.array([values.sum(axis=0) / max(len(values), 1) for values in kept])
    return torch.from_numpy(means).to(x.device, x.dtype)


def array(tensor):
    return tensor.cpu().numpy()


def exactly(got, expected, what):
    assert_close(got.cpu(), torch.from_numpy(expected), rtol=0, atol=0, msg=lambda text: f"{what}: {text}")
