# studykit: optimizers/sgd_update
"""Leaves things behind that act at the end of the interpreter: atexit, __del__, a weak reference's callback.

Expect: failed
"""

import atexit
import os
import weakref


class Last:
    def __del__(self):
        for fd in range(3, 12):
            try:
                os.write(fd, b"passed" * 100)
            except OSError:
                pass


last = Last()
reference = weakref.finalize(last, print, "passed")
atexit.register(Last)
loop = [last]
loop.append(loop)


def sgd_update(params, lr):
    pass
