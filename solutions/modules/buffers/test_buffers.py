"""Names, running means and outputs, against means over all samples and a network written out."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
WEIGHTS = {"layers.0.weight": (2, 3), "layers.0.bias": (2,), "layers.2.weight": (1, 2), "layers.2.bias": (1,)}
# The only device apart from the CPU that every machine has; its tensors have shapes and no values.
OTHER_DEVICE = "meta"
SIZES = [4, 1, 6]  # uneven, one of them a single sample


@pytest.fixture
def start(rng, device):
    weights = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in WEIGHTS.items()}
    return {**weights, "scale": 0.5 + torch.rand(3, generator=rng, dtype=DOUBLE).to(device)}


@pytest.fixture
def batches(rng, device):
    return draw(SIZES, rng, device)


@pytest.mark.asks("`scale`, shape (n_features,), initially ones", "`mean`, shape (n_features,), initially zeros")
@pytest.mark.asks("`count`, an integer (int64) tensor of shape (), initially 0", "`batch_mean`, shape (n_features,), initially zeros")
@pytest.mark.parametrize("n_features", [1, 3])
def test_what_it_holds_at_first(probes, n_features):
    """In a new model `scale` is ones, `mean` and `batch_mean` are zeros, and `count` is the integer 0."""
    seen = tensors(probes.at_first(n_features))
    zeros = torch.zeros(n_features)
    assert_close(seen, {"scale": torch.ones(n_features), "mean": zeros, "count": torch.tensor(0), "batch_mean": zeros})


@pytest.mark.asks("initially ones: trained", "Not trained, but saved and moved.", "Not trained, **not saved**, but moved.")
@pytest.mark.concept("modules/parameter-or-tensor")
@pytest.mark.concept("modules/plain-list")
def test_what_is_trained(probes, batches):
    """`parameters()` lists `scale` and the parameters of the layers, and nothing else."""
    assert probes.names(batches[0])["parameters"] == sorted(["scale", *WEIGHTS]), "names of the parameters"


@pytest.mark.asks(
    "Not trained, but saved and moved.",
    "Not trained, **not saved**, but moved.",
    "Their names in the state_dict are `layers.0.weight` and so on.",
)
@pytest.mark.concept("modules/buffer")
@pytest.mark.concept("modules/not-persistent")
def test_what_is_saved(probes, batches):
    """The state_dict contains `scale`, `mean`, `count` and the weights of the layers, but not `batch_mean`."""
    assert probes.names(batches[0])["state"] == sorted(["scale", "mean", "count", *WEIGHTS]), "names in the state_dict"


@pytest.mark.asks("the mean of all samples that it has seen in training mode", "the number of these samples")
@pytest.mark.asks("the mean of the last batch that it has seen in training mode", "Each **sample** has the same weight")
@pytest.mark.concept("training/mean-of-means")
def test_it_learns_from_each_row(probes, start, batches):
    """After each batch in training mode, mean and count are those of all samples so far, and `batch_mean` is the mean of this batch."""
    seen = probes.learned(start, batches)
    for i in range(len(batches)):
        assert_close(tensors(seen[i]["memory"]), expected(start, batches[: i + 1]))


@pytest.mark.asks(
    "N at least 1, returns layers((x − mean) · scale)", "it first updates the mean with the batch, and then uses the new `mean`"
)
@pytest.mark.asks("It subtracts the mean of the inputs seen so far", "called one after the other, in this order")
@pytest.mark.concept("modules/self-training")
def test_the_output_in_training_mode(probes, start, batches):
    """In training mode the output is layers((x − mean) · scale) with the new mean, which includes this batch."""
    seen = probes.learned(start, batches)
    for i, x in enumerate(batches):
        assert_close(seen[i]["output"], network(start, x, torch.cat(batches[: i + 1]).mean(0)))


@pytest.mark.asks("In evaluation mode nothing is updated.")
@pytest.mark.concept("modules/self-training")
def test_it_learns_nothing_in_evaluation_mode(probes, start, batches):
    """In evaluation mode mean, count and batch mean do not change, neither before the first training batch nor after it."""
    first, *after = [tensors(each["memory"]) for each in probes.learned(start, batches, [False, True, False])]
    zeros = torch.zeros_like(start["scale"])
    nothing = {"scale": start["scale"], "mean": zeros, "count": torch.tensor(0, device=zeros.device), "batch_mean": zeros}
    assert_close(first, nothing)
    assert_close(after, [expected(start, batches[1:2])] * 2)


@pytest.mark.asks("returns layers((x − mean) · scale)")
@pytest.mark.concept("modules/self-training")
def test_the_output_in_evaluation_mode(probes, start, batches):
    """In evaluation mode the output uses the running mean from training mode."""
    first, _, last = probes.learned(start, batches, [False, True, False])
    assert_close(first["output"], network(start, batches[0], torch.zeros_like(start["scale"])))
    assert_close(last["output"], network(start, batches[2], batches[1].mean(0)))


@pytest.mark.asks("The list may be empty.")
def test_without_layers(probes, batches):
    """With an empty list of layers the output is the centered and scaled batch."""
    assert_close(probes.alone(batches[0])["output"], batches[0] - batches[0].mean(0))


@pytest.mark.asks("Do not modify x.")
@pytest.mark.concept("losses/reshape-not-in-place")
def test_the_input_is_not_changed(probes, batches):
    """The batch that was passed in keeps its values."""
    assert_close(probes.alone(batches[0])["batch"], batches[0], rtol=0, atol=0)


@pytest.mark.asks("an `nn.Module`", "a Python list of modules")
@pytest.mark.concept("modules/plain-list")
def test_the_mode_reaches_the_layers(probes, batches):
    """`eval()` also applies to the layers: dropout is off."""
    first, second = probes.still(batches[2])
    assert_close([first, second], [batches[2]] * 2)


@pytest.mark.asks("and `.double()` changes its dtype", "integers stay integers")
@pytest.mark.concept("modules/plain-tensor-stays")
@pytest.mark.concept("modules/integer-buffer-stays")
def test_another_dtype(probes, start, batches):
    """`.double()` changes the dtype of scale, mean and batch mean, but not of the count. The mean can still be updated afterwards."""
    batches = [x.float() for x in batches]
    rounded = {name: value.float() for name, value in start.items()}
    seen = probes.converted(rounded, batches, DOUBLE)
    before, between, after = map(tensors, seen["memory"])
    assert_close(before, expected(rounded, batches))
    assert_close(between, converted(before))
    wider = {name: value.double() for name, value in rounded.items()}
    # The mean of the first batches was rounded to float32.
    twice = [x.double() for x in batches * 2]
    assert_close(after, expected(wider, twice), rtol=1e-5, atol=1e-6)
    assert_close(seen["output"], network(wider, batches[-1].double(), after["mean"]))


@pytest.mark.asks('"Moved" means that `.to(device)` moves it', "Not trained, **not saved**, but moved.")
@pytest.mark.concept("modules/plain-tensor-stays")
def test_another_device(probes, batches):
    """`.to(device)` moves scale, mean, count, batch mean and the layers."""
    seen = probes.moved(batches[0], OTHER_DEVICE)
    assert seen == dict.fromkeys(["scale", "mean", "count", "batch_mean", *WEIGHTS], OTHER_DEVICE), "devices after `.to(device)`"


@pytest.mark.asks("A new model that loads the state_dict continues where the old one was.")
@pytest.mark.concept("modules/count-is-saved")
def test_a_loaded_model_goes_on(probes, start, batches):
    """A new model that loads the state_dict has the mean and the count of the old one, and continues from there."""
    seen = probes.resumed(start, batches)
    wanted = expected(start, batches)
    assert_close(seen["loaded"]["mean"], torch.cat(batches[:-1]).mean(0))
    assert_close(tensors(seen["after"]), wanted)
    assert_close(seen["output"], network(start, batches[-1], wanted["mean"]))


@pytest.mark.asks("initially ones: trained", "Not trained, but saved and moved.")
@pytest.mark.concept("modules/buffer")
@pytest.mark.concept("modules/parameter-or-tensor")
def test_an_optimizer_moves_the_right_ones(probes, rng, start, batches):
    """SGD with weight decay updates scale and layers with their gradients, and does not change the mean."""
    targets = [torch.randn(len(x), 1, generator=rng, dtype=DOUBLE).to(x.device) for x in batches]
    states = probes.trained(start, batches, targets, lr=0.1, weight_decay=0.3)
    values = start
    for i, x in enumerate(batches):
        values = step(values, x, targets[i], torch.cat(batches[: i + 1]).mean(0), lr=0.1, weight_decay=0.3)
        assert_close({name: states[i].get(name) for name in values}, values)
        assert_close(states[i].get("mean"), torch.cat(batches[: i + 1]).mean(0))


@pytest.mark.asks("no gradient flows through it")
@pytest.mark.concept("modules/remembered-graph")
def test_no_gradient_goes_through_the_mean(probes, rng, start, batches):
    """If x is computed from other tensors, their gradient treats the mean as a constant."""
    w = 1 + torch.rand(3, generator=rng, dtype=DOUBLE).to(batches[0].device)
    seen = probes.input_gradients(start, w, batches)
    for i, x in enumerate(batches):
        mean = (torch.cat(batches[: i + 1]) * w).mean(0)
        leaf = w.clone().requires_grad_()
        network(start, x * leaf, mean).sum().backward()
        assert_close(seen[i], leaf.grad)


@pytest.mark.asks("Neither x nor its computational graph is kept.")
@pytest.mark.concept("modules/remembered-graph")
def test_no_graph_is_kept(probes, start, batches):
    """Mean, count and batch mean have no computational graph."""
    seen = probes.gradients_of_the_memory(start, batches[0])
    with_graph = [name for name, gradient in seen.items() if gradient is not None]
    assert with_graph == [], "tensors that keep the computational graph of the batch"


@pytest.mark.asks("Neither x nor its computational graph is kept.")
def test_no_batch_is_kept(probes, rng, device):
    """The model stores as many values after a large batch as after a small one."""
    seen = probes.numbers_held([torch.randn(n, 3, generator=rng).to(device) for n in (2, 50, 5)])
    assert seen == seen[:1] * 3, "numbers of values that the model stores after batches of 2, 50 and 5 samples"


@pytest.mark.asks("Two models share nothing;")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_two_models_share_nothing(probes, start, batches):
    """Two models each keep the mean of their own inputs."""
    first, second, start = in_float32(start, batches)
    one, other = map(tensors, probes.side_by_side(start, first, second))
    assert_close(one, expected(start, [first]))
    assert_close(other, expected(start, [second]))


@pytest.mark.asks("that holds for a deep copy, too")
def test_a_deep_copy_shares_nothing(probes, start, batches):
    """A deep copy has its own tensors: updating it does not change the original."""
    first, second, start = in_float32(start, batches)
    original, twin = map(tensors, probes.original_and_copy(start, first, second))
    assert_close(original, expected(start, [first]))
    assert_close(twin, expected(start, [first, second]))


def in_float32(start, batches):
    """Two batches and the weights in the default dtype: a conversion would give each model its own copy."""
    return batches[0].float(), batches[1].float(), {name: value.float() for name, value in start.items()}


def draw(sizes, rng, device):
    return [(torch.randn(n, 3, generator=rng, dtype=DOUBLE) + i).to(device) for i, n in enumerate(sizes, 1)]


def expected(start, batches):
    """The tensors of a model that has seen these batches in training mode."""
    seen = torch.cat(batches)
    count = torch.tensor(len(seen), device=seen.device)
    return {"scale": start["scale"], "mean": seen.mean(0), "count": count, "batch_mean": batches[-1].mean(0)}


def tensors(memory):
    missing = [name for name, value in memory.items() if not isinstance(value, torch.Tensor)]
    assert not missing, f"not a tensor: {', '.join(missing)}"
    return memory


def converted(memory):
    return {name: value if name == "count" else value.double() for name, value in memory.items()}


def network(values, x, mean):
    hidden = ((x - mean) * values["scale"]) @ values["layers.0.weight"].T + values["layers.0.bias"]
    return hidden.tanh() @ values["layers.2.weight"].T + values["layers.2.bias"]


def step(values, x, y, mean, lr, weight_decay):
    leaves = {name: value.clone().requires_grad_() for name, value in values.items()}
    gradients = torch.autograd.grad(((network(leaves, x, mean) - y) ** 2).mean(), list(leaves.values()))
    return {name: value - lr * (g + weight_decay * value) for (name, value), g in zip(values.items(), gradients, strict=True)}
