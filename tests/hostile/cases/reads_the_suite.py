# studykit: optimizers/sgd_update
"""Prints the hidden tests.

Expect: not passed
"""


def sgd_update(params, lr):
    print("leaked", open("@SUITE@/test_sgd_update.py").read())
