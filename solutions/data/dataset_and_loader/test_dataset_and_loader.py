"""The targets are the indices of the samples, so the batches show which samples they contain, in which order, and in which pairs."""

import pytest
import torch
from torch.testing import assert_close

pytestmark = [
    pytest.mark.given("Use `Dataset` and `DataLoader`;"),  # one of the right answers uses neither
    pytest.mark.asks("`TensorDataset` is not allowed."),
]

# The only device apart from the CPU that every machine has; its tensors have shapes and no values.
OTHER_DEVICE = "meta"
SHAPES = pytest.mark.parametrize(("x_shape", "y_shape"), [((7, 3), (7, 1)), ((7, 1), (7,)), ((7, 2, 4), (7, 2)), ((1, 3), (1, 1))])

CUTS = [(10, 4, [4, 4, 2]), (8, 4, [4, 4]), (5, 1, [1] * 5), (3, 7, [3])]


def samples(rng, device, n):
    """x (n, 2) at random, y (n,) the indices of the samples."""
    return torch.randn(n, 2, generator=rng).to(device), torch.arange(n, device=device)


def joined(batches):
    """All samples of an epoch in one pair of tensors."""
    assert all(len(batch) == 2 for batch in batches), "each batch must be a pair (x, y)"
    assert batches, "the loader yielded no batch"
    return [torch.cat(parts) for parts in zip(*batches, strict=True)]


@SHAPES
@pytest.mark.asks(
    "Write the class `Rows(x, y)`", "`dataset[i]` is the pair `(x[i], y[i])`", "may have any further dimensions and any dtype"
)
@pytest.mark.concept("data/dataset-protocol")
@pytest.mark.parametrize("dtype", [torch.float64, torch.int64, torch.bool])
def test_a_row_is_a_pair(probes, rng, device, x_shape, y_shape, dtype):
    """`dataset[i]` is the pair (x[i], y[i]), with the shape and the dtype that x[i] and y[i] have."""
    x = torch.randint(2, x_shape, generator=rng).to(device, dtype)
    y = torch.randn(y_shape, generator=rng).to(device)
    for i in range(len(x)):
        assert_close(probes.row(x, y, i), [x[i], y[i]], rtol=0, atol=0)
        assert_close(probes.row(y, x, i), [y[i], x[i]], rtol=0, atol=0)


@pytest.mark.asks("Samples keep their shape, dtype and device.")
@pytest.mark.concept("modules/to-of-a-tensor")
def test_rows_stay_on_their_device(probes):
    """Samples are on the device that the tensors are on."""
    assert probes.row_elsewhere(3, OTHER_DEVICE) == [OTHER_DEVICE] * 2, "devices of the pair"


@pytest.mark.asks("`len(dataset)` is the number of samples")
@pytest.mark.concept("data/dataset-protocol")
@pytest.mark.parametrize("n", [1, 2, 9])
def test_the_length(probes, rng, device, n):
    """`len(dataset)` is the number of samples."""
    assert probes.length(*samples(rng, device, n)) == n, "length of the dataset"


@pytest.mark.asks("The loop `for x_i, y_i in dataset` yields each sample once, in order, and then stops")
@pytest.mark.concept("data/dataset-protocol")
@pytest.mark.parametrize("n", [1, 2, 9])
def test_a_plain_loop_gives_each_row_once(probes, rng, device, n):
    """The loop `for x_i, y_i in dataset` yields each sample once, in order, and then stops."""
    x, y = samples(rng, device, n)
    got = probes.iterated(x, y)
    assert len(got) == n, "number of samples that the loop yields"
    assert_close(got, [[a, b] for a, b in zip(x, y, strict=True)], rtol=0, atol=0)


@pytest.mark.asks("an index past the last sample raises an IndexError")
@pytest.mark.concept("data/dataset-protocol")
@pytest.mark.parametrize("beyond", [0, 5])
def test_a_row_after_the_last_is_an_error(probes, rng, device, beyond):
    """An index past the last sample raises an IndexError."""
    x, y = samples(rng, device, 4)
    assert probes.past_the_end(x, y, 4 + beyond) == "IndexError", "the error"


@pytest.mark.asks("in batches of `batch_size`", "The last batch contains the remaining samples, and may be smaller.")
@pytest.mark.concept("data/last-batch-size")
@pytest.mark.parametrize(("n", "batch_size", "sizes"), CUTS)
def test_sizes_of_the_batches(probes, rng, device, n, batch_size, sizes):
    """The batches of both loaders contain `batch_size` samples, the last one the remaining samples."""
    train, val = samples(rng, device, n), samples(rng, device, n)
    seen = probes.epochs(train, val, batch_size, 1, 0)
    assert [len(x) for x, _ in seen["train"][0]] == sizes, "sizes of the training batches"
    assert [len(x) for x, _ in seen["val"][0]] == sizes, "sizes of the validation batches"


@pytest.mark.asks("`len(loader)` is the number of batches.")
@pytest.mark.concept("data/last-batch-size")
@pytest.mark.parametrize(("n", "batch_size", "sizes"), CUTS)
def test_the_length_of_a_loader(probes, rng, device, n, batch_size, sizes):
    """The length of a loader is the number of its batches."""
    lengths = probes.lengths(samples(rng, device, n), samples(rng, device, n), batch_size)
    assert lengths == [len(sizes), len(sizes)], "lengths of the two loaders"


@pytest.mark.asks("In each epoch, each loader yields every sample once", "Write `make_loaders(train, val, batch_size)`.")
@pytest.mark.concept("data/shuffle-training-only")
def test_each_row_once_an_epoch(probes, rng, device, seed):
    """In each of three epochs, both loaders yield every sample once."""
    train, val = samples(rng, device, 23), samples(rng, device, 11)
    seen = probes.epochs(train, val, 4, 3, seed)
    for part, (x, _) in (("train", train), ("val", val)):
        for epoch in seen[part]:
            assert sorted(joined(epoch)[1].tolist()) == list(range(len(x))), f"indices of the {part} samples in an epoch, sorted"


@pytest.mark.asks("a dataset of the pairs of two tensors that have the same length")
@pytest.mark.concept("data/one-order-for-both")
def test_pairs_stay_together(probes, rng, device, seed):
    """In the batches of both loaders each x is still paired with its own y."""
    train, val = samples(rng, device, 23), samples(rng, device, 11)
    seen = probes.epochs(train, val, 4, 2, seed)
    for part, (x, _) in (("train", train), ("val", val)):
        for epoch in seen[part]:
            got_x, got_y = joined(epoch)
            assert_close(got_x, x[got_y], rtol=0, atol=0)


@pytest.mark.asks("The training samples are shuffled again in each epoch.")
@pytest.mark.concept("data/shuffle-training-only")
def test_training_rows_come_in_a_new_order_each_epoch(probes, rng, device, seed):
    """The training samples come in a new random order in each epoch, and any of them may come first."""
    orders = [tuple(order) for order in probes.orders(samples(rng, device, 4), samples(rng, device, 2), 2, 100, seed)]
    # Of 24 orders, 100 fair draws seldom miss one; 12 different ones or fewer have a chance below 1e-12.
    assert len(set(orders)) > 12, f"100 epochs had only {len(set(orders))} different orders, where 24 are possible"
    assert {order[0] for order in orders} == set(range(4)), "indices of the samples that come first in some epoch"


@pytest.mark.asks("The validation samples come in order.")
@pytest.mark.concept("data/shuffle-training-only")
def test_validation_rows_come_in_order(probes, rng, device, seed):
    """The validation samples come in the order of the dataset, in each epoch."""
    val = samples(rng, device, 9)
    for epoch in probes.epochs(samples(rng, device, 4), val, 2, 3, seed)["val"]:
        assert_close(joined(epoch), list(val), rtol=0, atol=0)


@pytest.mark.asks("It takes two datasets (of any class with these two methods) and returns `(train_loader, val_loader)`")
@pytest.mark.concept("data/dataset-protocol")
def test_other_datasets_work_too(probes, rng, device):
    """`make_loaders` also takes datasets of another class, and does not mix training and validation samples."""
    train, val = samples(rng, device, 9), samples(rng, device, 6)
    seen = probes.epochs_of_others(train, val, 4)
    got_x, got_y = joined(seen["train"])
    assert sorted(got_y.tolist()) == list(range(9)), "indices of the training samples, sorted"
    assert_close(got_x, train[0][got_y], rtol=0, atol=0)
    assert_close(joined(seen["val"]), list(val), rtol=0, atol=0)
