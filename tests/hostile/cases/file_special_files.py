# studykit: optimizers/sgd_update
"""Makes a pipe, a device and a socket in the learner's folder.

Expect: not passed
"""

import os
import socket
import stat


def sgd_update(params, lr):
    made = [lambda: os.mkfifo("@HOME@/pipe"), lambda: os.mknod("@HOME@/null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))]
    made.append(lambda: socket.socket(socket.AF_UNIX).bind("@HOME@/bound"))
    for make in made:
        try:
            make()
        except OSError:
            pass
