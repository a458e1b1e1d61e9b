# studykit: optimizers/sgd_update
"""Gives instead of a list a dict with a tensor of nine axes, each element of which the judge's message would print.

Expect: failed
"""

import sys

import torch


def sgd_update(params, lr):
    pass


def one_update(submission, values, grads, lr):
    return {"values": {"x": torch.zeros((6,) * 9, dtype=torch.uint8)}, "grads": [], "leaves": [], "same_memory": []}


sys.modules["probes"].one_update = one_update
