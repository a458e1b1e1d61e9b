# studykit: optimizers/sgd_update
"""Does it in a thread that no profiler was set for.

Expect: failed or timed_out
"""

import _thread

import torch


def sgd_update(params, lr):
    def work():
        getattr(torch, "op" + "tim").SGD(params, lr=lr).step()
        done.release()

    done = _thread.allocate_lock()
    done.acquire()
    _thread.start_new_thread(work, ())
    done.acquire()
