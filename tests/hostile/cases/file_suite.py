# studykit: optimizers/sgd_update
"""Replaces the hidden tests by one that always passes.

Expect: not passed
"""


def sgd_update(params, lr):
    open("@SUITE@/test_sgd_update.py", "w").write("def test_all(): pass\n")
