# studykit: optimizers/sgd_update
"""Runs a copy of the optimizer's code, under another name.

Expect: failed
"""

import sys
import types

import torch


def sgd_update(params, lr):
    sgd = sys.modules["torch.op" + "tim.sgd"]
    copy = types.FunctionType(sgd._single_tensor_sgd.__code__.replace(co_name="mine"), {**vars(sgd), "__name__": "mine"})
    chosen = [p for p in params if p.grad is not None]
    with torch.no_grad():
        copy(
            chosen,
            [p.grad for p in chosen],
            [None] * len(chosen),
            None,
            None,
            weight_decay=0,
            momentum=0,
            lr=lr,
            dampening=0,
            nesterov=False,
            maximize=False,
            has_sparse_grad=False,
        )
