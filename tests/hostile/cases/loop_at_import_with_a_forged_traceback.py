# studykit: optimizers/sgd_update
"""Writes a traceback with a line number of 5,000 digits where the grader looks for the line that hangs, and hangs while it is imported.

Expect: timed_out
"""

import os

for fd in range(4, 12):
    try:
        os.write(fd, b'File "answer.py", line ' + b"9" * 5000 + b" in f\n")
    except OSError:
        pass
while True:
    pass


def sgd_update(params, lr):
    pass
