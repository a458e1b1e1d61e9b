# studykit: optimizers/sgd_update
"""Starts a pool of processes.

Expect: not passed
"""

import multiprocessing


def sgd_update(params, lr):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.map(len, ["leaked"] * 8)
    print("leaked: a pool worked")
