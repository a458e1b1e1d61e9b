# studykit: optimizers/sgd_update
"""Recurses through C with the recursion limit lifted, until the C stack is full.

Expect: crashed or out_of_memory
"""

import sys


def sgd_update(params, lr):
    sys.setrecursionlimit(10**9)

    def deeper(_):
        return max([1], key=deeper)

    return deeper(1)
