# studykit: optimizers/sgd_update
"""Makes the worker read other questions than were asked.

Expect: not passed
"""

import pickle

pickle.loads = lambda data: ("nonce", 0, "one_update", ([], [], 0.1), {})


def sgd_update(params, lr):
    pass
