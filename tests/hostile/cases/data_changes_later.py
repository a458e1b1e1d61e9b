# studykit: optimizers/sgd_update
"""Leaves threads that go on changing the parameters while they are read.

Expect: not passed
"""

import threading


def sgd_update(params, lr):
    def change(p):
        for _ in range(20_000):
            p.data.add_(1)

    for p in params:
        threading.Thread(target=change, args=(p,), daemon=True).start()
