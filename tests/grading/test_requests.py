"""What a probe is called with arrives as it was, whatever the tensors are."""

from typing import Any

import pytest
import torch
from torch import nn

from studykit.grading.requests import as_bytes, from_bytes


def sent(value: Any) -> Any:
    return from_bytes(as_bytes(value))


DTYPES = [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.uint8, torch.bool, torch.complex64]
SHAPES = [(), (1,), (0,), (3, 4), (2, 1, 5), (1, 0, 2)]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", SHAPES)
def test_numbers_dtype_and_strides_stay(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    tensor = torch.randint(0, 2, shape).to(dtype)
    got = sent([tensor])[0]
    assert torch.equal(got, tensor)
    assert (got.dtype, got.shape, got.stride()) == (tensor.dtype, tensor.shape, tensor.stride())


def test_nan_infinity_and_negative_zero_stay_to_the_bit() -> None:
    tensor = torch.tensor([float("nan"), float("inf"), -0.0, 1e-45])
    assert sent(tensor).view(torch.int32).tolist() == tensor.view(torch.int32).tolist()


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(12.0).reshape(3, 4).t(),
        torch.arange(12.0)[3:7],
        torch.arange(3.0).expand(4, 3),
        torch.zeros(2, 3, 4, 5).to(memory_format=torch.channels_last),
        torch.zeros(2, 1, 4, 5).to(memory_format=torch.channels_last),
        torch.tensor([1 + 2j]).conj(),
        torch.eye(3).to_sparse(),
    ],
    ids=["transposed", "a part", "expanded", "channels last", "channels last of one", "conjugate", "sparse"],
)
def test_a_tensor_of_another_layout_keeps_it(tensor: torch.Tensor) -> None:
    got = sent(tensor)
    assert torch.equal(got.to_dense(), tensor.to_dense())
    assert got.layout == tensor.layout
    if tensor.layout is torch.strided:
        assert got.stride() == tensor.stride()


def test_whether_a_gradient_is_required_stays() -> None:
    leaf, constant = sent((torch.ones(2, requires_grad=True), torch.ones(2)))
    assert (leaf.requires_grad, leaf.is_leaf, constant.requires_grad) == (True, True, False)


def test_one_tensor_given_twice_is_one() -> None:
    tensor = torch.zeros(4)
    first, second = sent((tensor, tensor))
    assert first is second


def test_what_arrives_may_be_changed_in_place_and_resized() -> None:
    tensor = sent(torch.zeros(3))
    tensor.add_(1).resize_(5)
    assert tensor[:3].tolist() == [1, 1, 1]


def test_a_model_arrives_whole_with_tied_weights_and_buffers() -> None:
    model = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3), nn.Linear(3, 3))
    model[2].weight = model[0].weight
    model[1].weight.requires_grad_(False)
    got = sent(model.eval())
    assert got[2].weight is got[0].weight
    assert (got.training, got[1].weight.requires_grad) == (False, False)
    for (name, tensor), (other, expected) in zip(got.state_dict().items(), model.state_dict().items(), strict=True):
        assert name == other
        assert torch.equal(tensor, expected)


def test_the_same_values_give_the_same_bytes() -> None:
    assert as_bytes((1, torch.arange(5))) == as_bytes((1, torch.arange(5)))
