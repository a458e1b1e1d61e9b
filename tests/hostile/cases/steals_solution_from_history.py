# studykit: optimizers/sgd_update
"""Reads the solution out of the history that git keeps.

Expect: not passed
"""

import os
import zlib
from pathlib import Path


def read():
    for file in Path("@REPOSITORY@/.git/objects").glob("??/*"):
        blob = zlib.decompress(file.read_bytes())
        if blob.startswith(b"blob") and b"def sgd_update" in blob and b"NotImplementedError" not in blob:
            return blob.partition(b"\0")[2].decode()
    os.stat("@REPOSITORY@/.git/HEAD")
    raise OSError


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
