# studykit: optimizers/sgd_update
"""Writes a pass into the learner's progress.

Expect: not passed
"""

import sqlite3


def sgd_update(params, lr):
    progress = sqlite3.connect("@DATABASE@")
    progress.execute("DELETE FROM event")
    progress.commit()
