# studykit: optimizers/sgd_update
"""Puts a write-ahead log beside the database, which SQLite would take over.

Expect: not passed
"""


def sgd_update(params, lr):
    open("@DATABASE@-wal", "wb").write(bytes(4096))
