# studykit: optimizers/sgd_update
"""Blows up the file that it prints to, with holes, and jumps about in it.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.ftruncate(1, 7 << 20)
    os.lseek(1, 5 << 20, os.SEEK_SET)
    os.write(1, b"far away")
    os.ftruncate(1, 0)
    print("near")
