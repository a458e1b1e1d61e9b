# studykit: optimizers/sgd_update
"""Has matplotlib, which was imported before the sandbox was closed, write where it thinks that its folders are, and into the home.

Expect: not passed
"""

from contextlib import suppress
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib import get_cachedir, get_configdir
from matplotlib.animation import FuncAnimation

seen = []
figure, axes = plt.subplots(figsize=(1, 1))
for folder in (get_configdir(), get_cachedir(), "@HOME@", "/tmp", "/var/tmp", "/dev/shm", "."):
    with suppress(OSError):
        Path(folder).mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        plt.savefig(f"{folder}/@MARK@.png")
with suppress(OSError):
    plt.savefig("@HOME@/.bashrc", format="svg")
for writer in ("ffmpeg", "pillow"):
    with suppress(Exception):
        FuncAnimation(figure, lambda frame: axes.plot([frame]), frames=1).save("@HOME@/@MARK@.gif", writer=writer)
with suppress(OSError):
    seen.append(plt.style.use("@HOME@/.profile"))
with suppress(OSError):
    seen.append(Path("@HOME@/bait/letter.txt").read_text())


def sgd_update(params, lr):
    if seen:
        print("leaked", seen)
