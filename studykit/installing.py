"""How to install what a message says is missing: a clone is installed from its folder, everything else by its name."""

import shlex
from pathlib import Path

_ROOT = Path(__file__).parents[1]


def install_command(extra: str = "") -> str:
    """The command that installs studykit with one of its extras, such as `plots`; to be typed in the folder in which this runs."""
    extras = f"[{extra}]" if extra else ""
    if not (_ROOT / "pyproject.toml").is_file():
        return f"pip install {shlex.quote(f'studykit{extras}')}"
    return f"pip install -e {shlex.quote(f'{_folder()}{extras}')}"


def _folder() -> str:
    try:
        return "." if Path.cwd() == _ROOT else str(_ROOT)
    except FileNotFoundError:  # the working folder was deleted
        return str(_ROOT)
