# studykit: optimizers/sgd_update
"""Evaluates a text that was written backwards.

Expect: failed
"""

import torch


def sgd_update(params, lr):
    opt = eval("DGS.mitpo.hcrot"[::-1], {"torch": torch})
    opt(params, lr=lr).step()
