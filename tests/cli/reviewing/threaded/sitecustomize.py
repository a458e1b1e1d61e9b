"""Threads that wait, as OpenBLAS has them: each may be given a signal of the process."""

import threading

for _ in range(8):
    threading.Thread(target=threading.Event().wait, daemon=True).start()
