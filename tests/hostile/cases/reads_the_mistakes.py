# studykit: optimizers/sgd_update
"""Lists the hidden folder and reads what lies there.

Expect: not passed
"""

import os
from pathlib import Path


def sgd_update(params, lr):
    for file in Path("@SUITE@").rglob("*.py"):
        print("leaked", file, file.read_text()[:20])
    os.listdir("@SUITE@")
    print("leaked: the folder can be listed")
