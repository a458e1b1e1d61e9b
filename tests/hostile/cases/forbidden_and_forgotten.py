# studykit: optimizers/sgd_update
"""Does it and then deletes what was seen of it.

Expect: failed
"""

import gc

import torch


def sgd_update(params, lr):
    opt = getattr(torch, "op" + "tim").SGD
    opt(params, lr=lr).step()
    for thing in gc.get_objects():
        if type(thing).__name__ == "Watch":
            thing._seen.clear()
