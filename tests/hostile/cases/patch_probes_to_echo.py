# studykit: optimizers/sgd_update
"""Replaces the probes by ones that give back what they were given, with a yes to every question.

Expect: failed
"""

import sys


def one_update(submission, values, grads, lr):
    yes = [True] * len(values)
    flags = {"leaves": yes, "same_memory": yes, "returned_nothing": True, "autograd_records": True}
    return {"values": values, "grads": grads, **flags}


sys.modules["probes"].one_update = one_update
sys.modules["probes"].train = lambda submission, state, batches, lr: [list(state.values())] * len(batches)


def sgd_update(params, lr):
    pass
