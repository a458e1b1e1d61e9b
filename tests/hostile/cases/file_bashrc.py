# studykit: optimizers/sgd_update
"""Adds a command to what the learner's shell runs.

Expect: not passed
"""


def sgd_update(params, lr):
    with open("@HOME@/.bashrc", "a") as file:
        file.write("echo owned\n")
