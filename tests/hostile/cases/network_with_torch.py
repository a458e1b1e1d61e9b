# studykit: optimizers/sgd_update
"""Opens a store of torch.distributed on this machine.

Expect: not passed
"""

import datetime

from torch.distributed import TCPStore


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    TCPStore("127.0.0.1", 0, 1, True, timeout=datetime.timedelta(seconds=1), wait_for_workers=False)
    print("leaked: a server of torch listens")
