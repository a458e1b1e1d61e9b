# studykit: optimizers/sgd_update
"""Writes a traceback with a line number of 5,000 digits where the grader looks for the line that hangs, and hangs.

Expect: timed_out
"""

import os


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    for fd in range(4, 12):
        try:
            os.write(fd, b'File "answer.py", line ' + b"9" * 5000 + b" in f\n")
        except OSError:
            pass
    while True:
        pass
