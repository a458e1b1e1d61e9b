"""Rows carry their number, so the batches tell which rows they hold, in which order, and with which partner."""

import pytest
import torch
from torch.testing import assert_close

SHAPES = pytest.mark.parametrize(("x_shape", "y_shape"), [((7, 3), (7, 1)), ((7, 1), (7,)), ((7, 2, 4), (7, 2)), ((1, 3), (1, 1))])


def table(rng, device, n):
    """x (n, 2) at random, y (n,) the numbers of the rows."""
    return torch.randn(n, 2, generator=rng).to(device), torch.arange(n, device=device)


def joined(batches):
    """All rows of an epoch in one pair of tensors."""
    assert all(len(batch) == 2 for batch in batches), "each batch must be a pair (x, y)"
    assert batches, "the loader gave no batch"
    return [torch.cat(parts) for parts in zip(*batches, strict=True)]


@SHAPES
@pytest.mark.concept("data/dataset-protocol")
@pytest.mark.parametrize("dtype", [torch.float64, torch.int64])
def test_a_row_is_a_pair(probes, rng, device, x_shape, y_shape, dtype):
    """`rows[i]` is the pair (x[i], y[i]), with the shape and the dtype of the tensors."""
    x = torch.randn(x_shape, generator=rng).to(device)
    y = torch.randint(100, y_shape, generator=rng).to(device, dtype)
    for i in range(len(x)):
        assert_close(probes.row(x, y, i), [x[i], y[i]], rtol=0, atol=0)


@pytest.mark.concept("data/dataset-protocol")
@pytest.mark.parametrize("n", [1, 2, 9])
def test_a_plain_loop_gives_each_row_once(probes, rng, device, n):
    """`for x_row, y_row in rows` gives each row once, in order, and ends; `len(rows)` is the number of rows."""
    x, y = table(rng, device, n)
    got = probes.iterated(x, y)
    assert len(got) == n
    assert_close(got, [[a, b] for a, b in zip(x, y, strict=True)], rtol=0, atol=0)
    assert probes.length(x, y) == n


@pytest.mark.concept("data/last-batch-size")
@pytest.mark.parametrize(("n", "batch_size", "sizes"), [(10, 4, [4, 4, 2]), (8, 4, [4, 4]), (5, 1, [1] * 5), (3, 7, [3])])
def test_sizes_of_the_batches(probes, rng, device, n, batch_size, sizes):
    """Batches hold `batch_size` rows, the last one what is left, and a loader's length is the number of its batches."""
    train, val = table(rng, device, n), table(rng, device, n)
    seen = probes.epochs(train, val, batch_size, 1, 0)
    assert [len(x) for x, _ in seen["train"][0]] == sizes
    assert [len(x) for x, _ in seen["val"][0]] == sizes
    assert probes.lengths(train, val, batch_size) == [len(sizes), len(sizes)]


@pytest.mark.concept("data/shuffle-training-only")
def test_each_row_once_an_epoch(probes, rng, device, seed):
    """In each of three epochs, both loaders give every row once, x and y still paired."""
    train, val = table(rng, device, 23), table(rng, device, 11)
    seen = probes.epochs(train, val, 4, 3, seed)
    for part, (x, _) in (("train", train), ("val", val)):
        for epoch in seen[part]:
            got_x, got_y = joined(epoch)
            assert sorted(got_y.tolist()) == list(range(len(x)))
            assert_close(got_x, x[got_y], rtol=0, atol=0)


@pytest.mark.concept("data/shuffle-training-only")
def test_training_rows_come_in_a_new_order_each_epoch(probes, rng, device, seed):
    """Training rows come in a new random order in each epoch, and each row has its chance to come first."""
    seen = probes.epochs(table(rng, device, 5), table(rng, device, 2), 2, 150, seed)
    orders = [tuple(joined(epoch)[1].tolist()) for epoch in seen["train"]]
    # Of 120 orders, 150 fair draws miss about 34; fewer than 60 different ones have a chance below 1e-7.
    assert len(set(orders)) > 60, f"150 epochs had only {len(set(orders))} different orders, where 120 are possible"
    assert {order[0] for order in orders} == set(range(5)), "some rows never come first"


@pytest.mark.concept("data/shuffle-training-only")
def test_validation_rows_come_in_order(probes, rng, device, seed):
    """Validation rows come in the order of the dataset, in each epoch."""
    val = table(rng, device, 9)
    for epoch in probes.epochs(table(rng, device, 4), val, 2, 3, seed)["val"]:
        assert_close(joined(epoch), list(val), rtol=0, atol=0)


def test_other_datasets_work_too(probes, rng, device):
    """`make_loaders` takes datasets of other classes, too, and training and validation keep their own rows."""
    train, val = table(rng, device, 9), table(rng, device, 6)
    seen = probes.epochs_of_others(train, val, 4)
    got_x, got_y = joined(seen["train"])
    assert_close([got_x, got_y], [train[0][got_y], got_y], rtol=0, atol=0)
    assert len(got_y) == 9
    assert_close(joined(seen["val"]), list(val), rtol=0, atol=0)
