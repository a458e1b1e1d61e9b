"""Names and outputs of the named model, parameter counts from the sizes, and the output of loaded weights written out."""

import pytest
import torch
from torch.testing import assert_close

WIDTH = 3
PARTS = [("weight", (WIDTH, WIDTH)), ("bias", (WIDTH,))]
NORM = [("weight", (WIDTH,)), ("bias", (WIDTH,)), ("running_mean", (WIDTH,)), ("running_var", (WIDTH,)), ("num_batches_tracked", ())]
END = [("weight", (1, WIDTH)), ("bias", (1,))]
HERE = ["body.first", "body.norm", "body.second", "end"]  # the names in the model under test
SIZES = [[3, 5, 1], [2, 1], [4, 3, 3, 2], [1, 1, 1]]
WRONG = ["one less", "one more", "other shape", "transposed", "one value for three", "none"]


@pytest.fixture
def x(rng, device):
    return torch.randn(5, WIDTH, generator=rng).to(device)


@pytest.mark.asks("The layers have the names `layer1`, `layer2`, …", "So the state_dict of `make_named([3, 5, 1])` has the keys")
@pytest.mark.concept("modules/sequential-keys")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_names_of_the_layers(probes, rng, device, sizes):
    """The state_dict of `make_named(sizes)` has the keys layer1.weight, layer1.bias, layer2.weight and so on, in this order."""
    state, x = named_state(sizes, rng, device), torch.randn(6, sizes[0], generator=rng).to(device)
    seen = probes.named(sizes, state, x)
    assert seen["keys"] == list(state), "keys of the state_dict"
    assert seen["shapes"] == {key: tuple(value.shape) for key, value in state.items()}, "shapes in the state_dict"


@pytest.mark.asks(
    "with `sizes[0]` inputs and `sizes[1]` outputs and so on", "there is a ReLU between consecutive layers, and none after the last"
)
@pytest.mark.concept("classification/where-the-activation-goes")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_output_of_the_named_model(probes, rng, device, sizes):
    """In the named model there is a ReLU between consecutive layers, and none after the last."""
    state, x = named_state(sizes, rng, device), torch.randn(6, sizes[0], generator=rng).to(device)
    seen = probes.named(sizes, state, x)["output"]
    for i in range(1, len(sizes)):
        x = (x.relu() if i > 1 else x) @ state[f"layer{i}.weight"].T + state[f"layer{i}.bias"]
    assert_close(seen, x)


@pytest.mark.asks("`make_named(sizes)` builds an `nn.Sequential` of linear layers")
@pytest.mark.concept("modules/sequential-enough")
def test_the_named_model_is_a_sequential(probes, rng, device):
    """The named model is an `nn.Sequential`, so `model[0]` is its first layer."""
    state, x = named_state([3, 5, 1], rng, device), torch.randn(6, 3, generator=rng).to(device)
    assert_close(probes.first_part([3, 5, 1], state, x), x @ state["layer1.weight"].T + state["layer1.bias"])


@pytest.mark.asks("returns the number of parameter values of any module", "including frozen ones, but not buffers")
@pytest.mark.concept("modules/parameter-count")
@pytest.mark.parametrize("first_layer_frozen", [False, True])
@pytest.mark.parametrize("sizes", [[3, 5, 1], [2, 7], [4, 3, 3, 2]], ids=str)
def test_the_count(probes, sizes, first_layer_frozen):
    """`count_parameters` counts the values of all parameters, including frozen layers and the weights of batch norm, but no buffers."""
    linear = sum(inputs * outputs + outputs for inputs, outputs in zip(sizes[:-1], sizes[1:], strict=True))
    assert probes.counted(sizes, first_layer_frozen) == linear + 2 * sizes[1], "number of parameters"


@pytest.mark.asks("with the same layers in the same order but under other names", "`saved` is that model's state_dict, including buffers.")
@pytest.mark.concept("modules/sequential-keys")
@pytest.mark.concept("modules/strict-false")
@pytest.mark.parametrize("names", [["0", "1", "2", "4"], ["zeta", "alpha", "mid", "back"], HERE, ["9", "10", "11", "2"]], ids=str)
def test_weights_under_other_names(probes, rng, device, x, names):
    """Weights and buffers of the same layers under other names are loaded, each into the right tensor."""
    saved = draw(names, rng, device)
    seen = probes.loaded(WIDTH, saved, x)
    assert_close(list(seen["state"].values()), list(saved.values()), rtol=0, atol=0)
    assert_close(seen["output"], output(list(saved.values()), x))


@pytest.mark.asks("Return nothing.")
def test_nothing_is_returned(probes, rng, device, x):
    """`load_renamed` returns None."""
    # What a forward hook returns replaces the output of the layer, unless it is None.
    got = probes.output_of_a_layer(WIDTH, draw(["a", "b", "c", "d"], rng, device), x)
    assert not isinstance(got, str), f"load_renamed returned something: a {got}"
    assert torch.equal(got, x), "load_renamed returned something"


@pytest.mark.asks("`saved` never changes")
@pytest.mark.concept("modules/state-dict-live")
def test_the_saved_weights_stay(probes, rng, device, x):
    """The saved dict keeps its keys and values, even if the model is trained afterwards."""
    saved = draw(["a", "b", "c", "d"], rng, device)
    for seen in (probes.loaded(WIDTH, saved, x), probes.stepped(WIDTH, saved, x, lr=0.5)):
        assert list(seen["saved"]) == list(saved), "keys of the saved dict afterwards"
        assert_close(seen["saved"], saved, rtol=0, atol=0)


@pytest.mark.asks("copies weights into `model`, in place", "The model keeps its own tensors")
@pytest.mark.concept("optimizers/new-model-old-optimizer")
def test_the_model_keeps_its_own_tensors(probes, rng, device, x):
    """An optimizer that was created before still updates the parameters of the model, starting from the loaded values."""
    saved = draw(["a", "b", "c", "d"], rng, device)
    seen = probes.stepped(WIDTH, saved, x, lr=0.5)["parameters"]
    is_learned = ["running" not in key and "num" not in key for key in saved]
    assert_close(seen, [value - 0.5 for value, learned in zip(saved.values(), is_learned, strict=True) if learned])


@pytest.mark.asks("and the model is unchanged")
@pytest.mark.concept("modules/half-loaded")
@pytest.mark.parametrize("saved_weights", WRONG)
def test_weights_that_do_not_fit_change_nothing(probes, rng, device, x, saved_weights):
    """If the number of entries or a shape does not match, an error is raised, and the model keeps all its values."""
    start, saved = draw(HERE, rng, device), mismatched(draw(["a", "b", "c", "d"], rng, device), saved_weights)
    seen = probes.refused(WIDTH, start, saved, x)
    assert seen["error"] is not None, "weights that do not match were loaded without an error"
    assert_close(seen["state"], start, rtol=0, atol=0)


@pytest.mark.asks("If the number of entries or any shape does not match, it raises a `ValueError`")
@pytest.mark.concept("modules/half-loaded")
@pytest.mark.parametrize("saved_weights", WRONG)
def test_weights_that_do_not_fit_raise_a_value_error(probes, rng, device, x, saved_weights):
    """If the number of entries or a shape does not match, a ValueError is raised."""
    start, saved = draw(HERE, rng, device), mismatched(draw(["a", "b", "c", "d"], rng, device), saved_weights)
    assert probes.refused(WIDTH, start, saved, x)["error"] == "ValueError", "type of the error"


def named_state(sizes, rng, device):
    layers = enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1)
    shapes = {f"layer{i}.{part}": shape for i, (a, b) in layers for part, shape in (("weight", (b, a)), ("bias", (b,)))}
    return {key: torch.randn(shape, generator=rng).to(device) for key, shape in shapes.items()}


def draw(names, rng, device):
    """A state_dict of two square layers with batch norm between them, and a last layer."""
    layers = [(name, parts) for name, parts in zip(names, (PARTS, NORM, PARTS, END), strict=True)]
    state = {f"{name}.{part}": torch.rand(shape, generator=rng).to(device) for name, parts in layers for part, shape in parts}
    return {key: torch.tensor(7, device=device) if "num" in key else value for key, value in state.items()}


def mismatched(saved, kind):
    *first, last = saved
    match kind:
        case "one less":
            return {key: saved[key] for key in first}
        case "one more":
            return {**saved, "e.bias": saved[last].clone()}
        case "other shape":
            return {**saved, last: torch.cat([saved[last], saved[last]])}
        case "one value for three":
            return {key: value[:1] if key == "a.bias" else value for key, value in saved.items()}
        case "transposed":
            return {key: value.T if value.shape == (1, WIDTH) else value for key, value in saved.items()}
    return {}


def output(values, x):
    w1, b1, scale, shift, mean, var, _, w2, b2, w3, b3 = values
    normed = (x @ w1.T + b1 - mean) / (var + 1e-5).sqrt() * scale + shift
    return (normed @ w2.T + b2) @ w3.T + b3
