# studykit: optimizers/sgd_update
"""Opens the memory of its parent.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    with open(f"/proc/{os.getppid()}/mem", "rb", buffering=0) as memory:
        line = open(f"/proc/{os.getppid()}/maps").readline()
        memory.seek(int(line.split("-")[0], 16))
        print("leaked", memory.read(16))
