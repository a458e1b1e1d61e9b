# studykit: optimizers/sgd_update
"""Waits for a lock that it holds itself.

Expect: timed_out
"""

import threading


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
