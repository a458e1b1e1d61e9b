"""Records the session of the README: runs real commands and writes what they print as docs/session.svg.

python tools/record_session.py
"""

import os
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

TARGET = Path(__file__).parents[1] / "docs" / "session.svg"
WIDTH = 88
BIN = Path(sys.executable).parent

SHOWN = [
    "sed -i 's/np.dot(2 \\* x, error).mean()/np.dot(2 * x, error)/' mse_gradient.py",
    "studykit grade mse_gradient.py --seed 1",
    "sed -i 's/np.dot(2 \\* x, error)/(2 * x * error).mean()/' mse_gradient.py",
    "studykit grade mse_gradient.py",
    "studykit due",
    "studykit why exercise:gradient_descent/mse_gradient",
]


def main() -> None:
    """Run the commands in a folder of their own and export what a terminal would show."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")
    with tempfile.TemporaryDirectory() as folder:
        run("studykit next gradient_descent/mse_gradient", folder)
        for command in SHOWN:
            console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
            console.print(Text.from_ansi(run(command, folder).rstrip("\n")))
    TARGET.write_text(console.export_svg(title="studykit"), encoding="utf-8")


def run(command: str, folder: str) -> str:
    """Run a command line and give what it prints, with its colors."""
    env = {
        **os.environ,
        "STUDYKIT_HOME": f"{folder}/home",
        "FORCE_COLOR": "1",
        "PYTHONUTF8": "1",
        "COLUMNS": str(WIDTH),
        "PATH": f"{BIN}:{os.environ['PATH']}",
    }
    env.pop("NO_COLOR", None)
    done = subprocess.run(
        command, shell=True, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.stdout


if __name__ == "__main__":
    main()
