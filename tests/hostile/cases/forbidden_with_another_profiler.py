# studykit: optimizers/sgd_update
"""Puts a profiler of its own in the place of the one that watches, and puts that back.

Expect: failed
"""

import sys

import torch


def sgd_update(params, lr):
    watching = sys.getprofile()
    sys.setprofile(lambda *args: None)
    opt = getattr(torch, "op" + "tim").SGD
    opt(params, lr=lr).step()
    sys.setprofile(watching)
