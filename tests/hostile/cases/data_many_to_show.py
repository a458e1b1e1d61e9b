# studykit: optimizers/sgd_update
"""Gives instead of a list a dict that names one small tensor 20,000 times.

Expect: failed
"""

import torch

from studykit.grading import values


def sgd_update(params, lr):
    pass


tensor = torch.zeros(30)
encode = values.encode
values.encode = lambda value: (["d", [["values", ["d", [[f"k{i}", ["t", "0", "cpu"]] for i in range(20_000)]]]]], encode(tensor)[1])
