# studykit: optimizers/sgd_update
"""Changes its root to get out of what is shown to it.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.chroot("@HOME@")
    print("leaked: chroot worked", os.listdir("/"))
