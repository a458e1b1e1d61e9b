# studykit: optimizers/sgd_update
"""Starts a program that goes on after the grade.

Expect: not passed
"""

import subprocess


def sgd_update(params, lr):
    subprocess.Popen(["sleep", "20"], start_new_session=True)
    print("leaked: a program was started")
