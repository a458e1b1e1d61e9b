"""Names and outputs of the named model, counts worked out from the sizes, and loaded weights against the arithmetic they stand for."""

import pytest
import torch
from torch.testing import assert_close

WIDTH = 3
PARTS = [("weight", (WIDTH, WIDTH)), ("bias", (WIDTH,))]
NORM = [("weight", (WIDTH,)), ("bias", (WIDTH,)), ("running_mean", (WIDTH,)), ("running_var", (WIDTH,)), ("num_batches_tracked", ())]
END = [("weight", (1, WIDTH)), ("bias", (1,))]
HERE = ["body.first", "body.norm", "body.second", "end"]  # as the model under test calls its parts


@pytest.fixture
def x(rng, device):
    return torch.randn(5, WIDTH, generator=rng).to(device)


@pytest.mark.concept("modules/sequential-keys")
@pytest.mark.parametrize("sizes", [[3, 5, 1], [2, 1], [4, 3, 3, 2], [1, 1, 1]], ids=str)
def test_the_named_model(probes, rng, device, sizes):
    """`make_named` gives the layers the names layer1, layer2, …, a ReLU stands between each two, and none after the last."""
    keys = [f"layer{i}.{part}" for i in range(1, len(sizes)) for part in ("weight", "bias")]
    shapes = [shape for a, b in zip(sizes[:-1], sizes[1:], strict=True) for shape in ((b, a), (b,))]
    state = {key: torch.randn(shape, generator=rng).to(device) for key, shape in zip(keys, shapes, strict=True)}
    x = torch.randn(6, sizes[0], generator=rng).to(device)
    seen = probes.named(sizes, state, x)
    assert seen["keys"] == keys
    assert seen["shapes"] == dict(zip(keys, shapes, strict=True))
    for i in range(1, len(sizes)):
        x = (x.relu() if i > 1 else x) @ state[f"layer{i}.weight"].T + state[f"layer{i}.bias"]
    assert_close(seen["output"], x)


@pytest.mark.concept("modules/parameter-count")
@pytest.mark.parametrize("frozen", [False, True], ids=["all trained", "one frozen"])
@pytest.mark.parametrize("sizes", [[3, 5, 1], [2, 7], [4, 3, 3, 2]], ids=str)
def test_the_count(probes, sizes, frozen):
    """`count_parameters` counts single numbers, those of frozen layers and of batch norm's weights too, but no buffers."""
    linear = sum(a * b + b for a, b in zip(sizes[:-1], sizes[1:], strict=True))
    assert probes.counted(sizes, frozen) == linear + 2 * sizes[1]


@pytest.mark.concept("modules/sequential-keys")
@pytest.mark.concept("modules/strict-false")
@pytest.mark.parametrize("names", [["0", "1", "2", "4"], ["zeta", "alpha", "mid", "back"], HERE, ["9", "10", "11", "2"]], ids=str)
def test_weights_under_other_names(probes, rng, device, x, names):
    """Weights of the same layers under other names arrive in their places, so the outputs are those of the other model."""
    saved = draw(names, rng, device)
    seen = probes.loaded(WIDTH, saved, x)
    assert_close(list(seen["state"].values()), list(saved.values()), rtol=0, atol=0)
    assert_close(seen["output"], output(list(saved.values()), x))


def test_the_saved_weights_stay(probes, rng, device, x):
    """The saved dict keeps its keys and values, also when the model goes on learning."""
    saved = draw(["a", "b", "c", "d"], rng, device)
    for seen in (probes.loaded(WIDTH, saved, x), probes.stepped(WIDTH, saved, x, lr=0.5)):
        assert list(seen["saved"]) == list(saved)
        assert_close(seen["saved"], saved, rtol=0, atol=0)


@pytest.mark.concept("optimisers/new-model-old-optimizer")
def test_the_model_keeps_its_own_tensors(probes, rng, device, x):
    """An optimizer that was made before still moves the model's parameters, from the loaded values on."""
    saved = draw(["a", "b", "c", "d"], rng, device)
    seen = probes.stepped(WIDTH, saved, x, lr=0.5)["parameters"]
    is_learned = ["running" not in key and "num" not in key for key in saved]
    assert_close(seen, [value - 0.5 for value, learned in zip(saved.values(), is_learned, strict=True) if learned])


@pytest.mark.concept("modules/half-loaded")
@pytest.mark.parametrize("fault", ["one less", "one more", "other shape", "transposed", "none"])
def test_weights_that_do_not_fit(probes, rng, device, x, fault):
    """Weights of another number or shape raise a ValueError, and the model is as it was."""
    start, saved = draw(HERE, rng, device), spoilt(draw(["a", "b", "c", "d"], rng, device), fault)
    seen = probes.refused(WIDTH, start, saved, x)
    assert seen["error"] is not None, "weights that do not fit were taken without an error"
    assert_close(seen["state"], start, rtol=0, atol=0)
    assert seen["error"] == "ValueError"


def draw(names, rng, device):
    """A state_dict of two square layers with batch norm between them, and a last layer."""
    layers = [(name, parts) for name, parts in zip(names, (PARTS, NORM, PARTS, END), strict=True)]
    state = {f"{name}.{part}": torch.rand(shape, generator=rng).to(device) for name, parts in layers for part, shape in parts}
    return {key: torch.tensor(7, device=device) if "num" in key else value for key, value in state.items()}


def spoilt(saved, fault):
    *first, last = saved
    match fault:
        case "one less":
            return {key: saved[key] for key in first}
        case "one more":
            return {**saved, "e.bias": saved[last].clone()}
        case "other shape":
            return {**saved, last: torch.cat([saved[last], saved[last]])}
        case "transposed":
            return {key: value.T if value.shape == (1, WIDTH) else value for key, value in saved.items()}
    return {}


def output(values, x):
    w1, b1, scale, shift, mean, var, _, w2, b2, w3, b3 = values
    normed = (x @ w1.T + b1 - mean) / (var + 1e-5).sqrt() * scale + shift
    return (normed @ w2.T + b2) @ w3.T + b3
