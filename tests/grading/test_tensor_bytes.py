"""What is written in the format of safetensors is read back by the library as it was."""

import pytest
import torch
from safetensors.torch import load

from studykit.grading.tensor_bytes import DTYPES, written

SHAPES = [(), (0,), (1,), (3,), (2, 0, 3), (5, 1, 2)]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_each_dtype_and_shape_comes_back(dtype: torch.dtype) -> None:
    drawn = torch.Generator().manual_seed(1)
    tensors = {
        f"{i}": torch.randint(0, 2, (*shape, dtype.itemsize), dtype=torch.uint8, generator=drawn).view(dtype).reshape(shape)
        for i, shape in enumerate(SHAPES)
    }
    back = load(written(tensors))
    assert back.keys() == tensors.keys()
    for name, tensor in tensors.items():
        assert (back[name].dtype, back[name].shape) == (dtype, tensor.shape)
        assert back[name].reshape(-1).view(torch.uint8).tolist() == tensor.reshape(-1).view(torch.uint8).tolist()


def test_dtypes_may_be_mixed() -> None:
    tensors = {"0": torch.tensor(True), "1": torch.arange(3.0, dtype=torch.float64), "2": torch.ones(1, dtype=torch.uint8)}
    back = load(written(tensors))
    assert all(torch.equal(back[name], tensor) for name, tensor in tensors.items())
