# studykit: optimizers/sgd_update
"""Runs a command in a shell.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.system("sleep 20 & echo leaked: a shell ran")
