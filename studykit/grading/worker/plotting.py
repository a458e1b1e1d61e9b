"""Makes matplotlib work in a worker, which has no screen and no folder to write to."""

import logging
import os
import warnings
from contextlib import suppress
from tempfile import TemporaryDirectory

from studykit.grading.worker.sandbox.lifeline import BACKEND


def prepare_matplotlib() -> None:
    """Import matplotlib, if it is installed, while there is a folder to write to: it cannot be imported where it finds none.

    It remembers the folder, which is gone by then, and does without what it would keep there, a list of fonts. The settings that the
    learner has of it are not read.
    """
    os.environ.pop("MATPLOTLIBRC", None)
    with suppress(Exception), TemporaryDirectory() as folder:  # a broken installation is told to those who import it
        os.environ.update(MPLCONFIGDIR=folder, MPLBACKEND=BACKEND)
        import matplotlib  # not every installation has it

        matplotlib.get_configdir()
        matplotlib.get_cachedir()
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it warns of each file that it cannot write
    warnings.filterwarnings("ignore", message=".*is non-interactive, and thus cannot be shown")  # so plt.show() does nothing
