# studykit: optimisers/sgd_update
"""Does it in a thread that no profiler was set for.

Open: threading.setprofile is not asked for a thread of _thread

Expect: failed
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
