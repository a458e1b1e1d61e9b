"""A device that is played by `meta`: what a GPU allows works on it."""

import pytest
import torch

from studykit.grading.worker.played_device import OnesForMeta


def test_values_of_the_played_device_can_be_had_in_every_way() -> None:
    x = torch.empty(2, 3, device="meta")
    numbers = torch.zeros(4)
    with OnesForMeta():
        assert x.sum().item() == 1
        assert x.to("cpu").tolist() == [[1.0] * 3] * 2
        numbers[1] = x.sum()
        numbers[2:].copy_(x[0, :2])
    assert numbers.tolist() == [0.0, 1.0, 1.0, 1.0]


def test_devices_do_not_mix() -> None:
    with OnesForMeta(), pytest.raises(RuntimeError):
        torch.ones(3) + torch.empty(3, device="meta")
