# studykit: optimizers/sgd_update
"""Replaces what the grader's own code in the worker calls: isinstance, len, str, type, getattr.

Expect: not passed
"""

import builtins

builtins.isinstance = lambda value, kind: True
builtins.len = lambda value: 0
builtins.str = lambda *args: "passed"
builtins.getattr = lambda *args: None


def sgd_update(params, lr):
    pass
