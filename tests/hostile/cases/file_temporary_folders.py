# studykit: optimizers/sgd_update
"""Leaves files in all the places where everybody may write.

Expect: not passed
"""

import tempfile


def sgd_update(params, lr):
    for place in ("/tmp", "/var/tmp", "/dev/shm", "@TMP@", "/etc", "/", "@HOME@"):
        try:
            open(f"{place}/@MARK@", "w").write("owned")
        except OSError:
            pass
    tempfile.mkstemp(prefix="@MARK@", dir="/tmp")
