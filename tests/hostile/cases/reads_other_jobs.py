# studykit: optimizers/sgd_update
"""Searches all objects of its process for submissions that were graded before.

Expect: not passed
"""

import gc


def sgd_update(params, lr):
    jobs = [
        o for o in gc.get_objects() if type(o).__name__ in ("Job", "Setup") and getattr(o, "source", "").count("def read_other_jobs") == 0
    ]
    mine = [o for o in jobs if "Searches all objects of its process for submissions" not in o.source]
    if mine:
        print("leaked", mine)
