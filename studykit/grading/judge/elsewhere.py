"""Explains what works elsewhere, in a notebook, beside other files or on a GPU, and not where one file is graded by itself."""

import re
import shlex
import sys
from collections.abc import Callable

from studykit.grading.judge.blocked import Fault
from studykit.grading.syntax import RUNNING

MAIN = '`if __name__ == "__main__":`'  # what stands below it is not run in a grade

# Libraries that people import beside torch, and those that are installed under another name. No other name is given to pip: what is only
# guessed may be somebody else's package.
_LIBRARIES = {
    *("datasets", "einops", "jax", "lightning", "matplotlib", "networkx", "pandas", "plotly", "scipy", "seaborn", "tensorboard"),
    *("torchinfo", "torchvision", "torchviz", "tqdm", "transformers", "wandb", "xgboost"),
}
_OTHER_NAMES = {"PIL": "pillow", "cv2": "opencv-python", "skimage": "scikit-image", "sklearn": "scikit-learn"}
_NOTEBOOKS = {"IPython": "IPython", "ipywidgets": "ipywidgets", "google": "google.colab", "kaggle_secrets": "kaggle_secrets"}

_MISSING = re.compile(r"No module named '([\w.]{1,100})'")
_UNKNOWN_IN = re.compile(r"cannot import name '(\w{1,80})' from '(\w{1,80})[\w.]{0,80}'")
_NAME = re.compile(r"name '(\w{1,80})' is not defined")
_IN_NOTEBOOKS = ("get_ipython", "display")
_NO_GPU = re.compile(
    r"not compiled with (CUDA|ROCm|MPS)|No CUDA GPUs are available|no NVIDIA driver|CUDA driver (init|version)|re-initialize CUDA|"
    r"CUDA unknown error|deserialize object on a CUDA device|not linked with support for mps|MPS (device|backend)|CUDA-capable device",
    re.IGNORECASE,
)
_SETS_DEVICE = re.compile(r"\bset_default_(device|tensor_type)\s*\(")
_STOPS = re.compile(r"\b(set_trace|breakpoint|post_mortem|runcall|runeval)\s*\(")

RELATIVE = "Only this file is graded, so nothing can be imported relative to it: copy into it what you use of your other files"
NO_GPU = (
    "This grade has no GPU: follow the device of the arguments (`x.device`), or write "
    '`device = "cuda" if torch.cuda.is_available() else "cpu"`'
)
DEBUGGER = "Nobody is at the debugger while your file is graded: delete the breakpoint, and debug by running the file yourself"
NO_SCREEN = "There is no screen while your file is graded: leave the choice of a backend out; plt.show() does nothing here"
FIGURE = f"No picture can be saved while your file is graded: leave that call out, or put it below {MAIN}"
ENDS = f"Your file ends the program while it is imported, so nothing of it can be graded: delete that call, or put it below {MAIN}"


def explain_elsewhere(fault: Fault) -> str | None:
    """What the learner took for granted and what to do instead; None if it is nothing of that kind."""
    for applies, sentence in _RULES:
        if applies(fault):
            return sentence
    if fault.type == "ModuleNotFoundError" and (missing := _MISSING.search(fault.message)):
        return _no_module(missing[1])
    if fault.type == "ImportError" and (found := _UNKNOWN_IN.search(fault.message)) and found[2] in sys.stdlib_module_names:
        return f"{RUNNING}, which grades your file, has no `{found[1]}` in `{found[2]}`: it came with a later Python, or is misspelt"
    if fault.type == "NameError" and (name := _NAME.search(fault.message)) and name[1] in _IN_NOTEBOOKS:
        return f"`{name[1]}` is there in notebooks only, and your file is graded as a program: delete the line"
    return None


def line_of(fault: Fault, source: list[str], line: int | None) -> int | None:
    """Which line of the source to name, where the error itself names none, or the one after."""
    if fault.type == "BdbQuit" and line:
        return next((number for number in range(line, 0, -1) if _STOPS.search(source[number - 1])), line)
    if line is None and _has_no_gpu(fault):
        return next((number for number, text in enumerate(source, start=1) if _SETS_DEVICE.search(text)), None)
    return line


def _no_module(name: str) -> str:
    top = name.partition(".")[0]
    if top in _NOTEBOOKS:
        return f"`{_NOTEBOOKS[top]}` belongs to notebooks, and your file is graded as a program: delete the import and what uses it"
    if top in _LIBRARIES or top in _OTHER_NAMES:
        install = f"{shlex.quote(sys.executable)} -m pip install {_OTHER_NAMES.get(top, top)}"
        return f"`{top}` is not installed where your file is graded: do without it, or install it with `{install}`"
    return (
        f"Only this file is graded, and no library of the name `{top}` is installed: copy into it what you use of your other files, or "
        "install the library for the Python that runs studykit"
    )


def _has_no_gpu(fault: Fault) -> bool:
    return _NO_GPU.search(fault.message) is not None


def _saves_a_picture(fault: Fault) -> bool:
    return fault.errno is not None and fault.went_through("matplotlib/figure.py:savefig", "matplotlib/image.py:imsave")


_RULES: tuple[tuple[Callable[[Fault], bool], str], ...] = (
    (lambda fault: fault.type == "ImportError" and "attempted relative import" in fault.message, RELATIVE),
    (lambda fault: fault.type == "ImportError" and "Cannot load backend" in fault.message, NO_SCREEN),
    (lambda fault: fault.type in ("BdbQuit", "Breakpoint"), DEBUGGER),
    (_saves_a_picture, FIGURE),
    (_has_no_gpu, NO_GPU),
)
