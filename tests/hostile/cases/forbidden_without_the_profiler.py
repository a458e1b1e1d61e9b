# studykit: optimizers/sgd_update
"""Switches off the profiler that watches.

Expect: failed
"""

import sys

import torch


def sgd_update(params, lr):
    sys.setprofile(None)
    opt = getattr(torch, "op" + "tim").SGD
    opt(params, lr=lr).step()
