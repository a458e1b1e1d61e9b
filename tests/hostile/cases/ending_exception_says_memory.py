# studykit: optimizers/sgd_update
"""Claims that memory ran out, with an amount that is no number of bytes.

Expect: out_of_memory or failed
"""


def sgd_update(params, lr):
    raise MemoryError("can't allocate memory: you tried to allocate " + "9" * 5000 + " bytes")
