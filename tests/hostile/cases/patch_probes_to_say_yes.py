# studykit: optimizers/sgd_update
"""Replaces the probes by ones that say yes to everything and give no numbers.

Expect: failed
"""

import sys

probes = sys.modules["probes"]
probes.one_update = lambda *args, **options: {
    "values": [],
    "grads": [],
    "leaves": [],
    "same_memory": [],
    "returned_nothing": True,
    "autograd_records": True,
}
probes.train = lambda *args, **options: []


def sgd_update(params, lr):
    pass
