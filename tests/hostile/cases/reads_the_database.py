# studykit: optimizers/sgd_update
"""Reads the learner's progress.

Expect: not passed
"""

import sqlite3


def sgd_update(params, lr):
    print("leaked", sqlite3.connect("file:@DATABASE@?mode=ro", uri=True).execute("SELECT * FROM event").fetchall())
