# studykit: optimizers/sgd_update
"""Does it in a thread whose code names no file of the submission.

Expect: failed
"""

import threading

import torch


def sgd_update(params, lr):
    code = compile("getattr(torch, 'op' + 'tim').SGD(params, lr=lr).step()", "elsewhere", "exec")
    thread = threading.Thread(target=exec, args=(code, {"torch": torch, "params": params, "lr": lr}))
    thread.start()
    thread.join()
