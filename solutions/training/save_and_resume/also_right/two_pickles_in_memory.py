"""The file is written from bytes, and a deep copy is the snapshot."""

import copy
import io
from pathlib import Path

import torch


def save(path, model, optimizer, epoch):
    memory = io.BytesIO()
    torch.save((model.state_dict(), optimizer.state_dict(), epoch), memory)
    Path(path).write_bytes(memory.getvalue())


def resume(path, model, optimizer):
    weights, state, epoch = torch.load(path, weights_only=True)
    model.load_state_dict(weights)
    optimizer.load_state_dict(state)
    return epoch


def snapshot(model):
    return copy.deepcopy(model.state_dict())
