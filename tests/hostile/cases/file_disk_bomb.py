# studykit: optimizers/sgd_update
"""Fills the disk, here with 40 MB in files below every limit of size.

Expect: not passed
"""


def sgd_update(params, lr):
    for number in range(10):
        for place in (".", "@TMP@", "/dev/shm"):
            try:
                open(f"{place}/@MARK@-{number}", "wb").write(bytes(4_000_000 if place == "." else 1000))
            except OSError:
                pass
