# studykit: optimizers/sgd_update
"""Imports the solution's folder as modules.

Expect: not passed
"""

import linecache
import sys


def read():
    sys.path.insert(0, "@SOLUTION@".rpartition("/")[0])
    try:
        import solution
    except ImportError:
        raise OSError from None
    return linecache.getlines(solution.__file__) and "".join(linecache.getlines(solution.__file__))


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
