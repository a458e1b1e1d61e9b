# studykit: optimizers/sgd_update
"""Does it in code that says it comes from the probes' file.

Expect: failed
"""

import sys

import torch


def sgd_update(params, lr):
    code = compile("getattr(torch, 'op' + 'tim').SGD(params, lr=lr).step()", sys.modules["probes"].__file__, "exec")
    exec(code, {"torch": torch, "params": params, "lr": lr})
