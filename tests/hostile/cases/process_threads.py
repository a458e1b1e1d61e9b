# studykit: optimizers/sgd_update
"""Starts 200 threads that sleep on.

Expect: not passed
"""

import threading
import time


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    for _ in range(200):
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
