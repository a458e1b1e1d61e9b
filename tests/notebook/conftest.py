"""A shell of IPython in this process, and notebooks that a real kernel executes."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.manager import start_new_kernel
from traitlets.config import Config

from studykit.content.pack import builtin_pack

SGD = "optimizers/sgd_update"
SOLUTION = (builtin_pack() / "solutions" / SGD / "solution.py").read_text(encoding="utf-8")
Cells = Callable[..., list[Any]]


class Shell:
    """A shell that has loaded the extension; cells are run as a front end runs them."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.run("%load_ext studykit")

    def run(self, cell: str) -> Any:
        """What the cell gives. Its error is raised."""
        return self.inner.run_cell(cell, store_history=True).result

    def error(self, cell: str) -> BaseException:
        """What goes wrong in the cell."""
        found = self.inner.run_cell(cell, store_history=True).error_in_exec
        assert found is not None
        return found


@pytest.fixture
def shell(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.setenv("STUDYKIT_HOME", str(home))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.chdir(tmp_path)
    settings = Config({"HistoryManager": {"hist_file": ":memory:"}})
    inner = InteractiveShell(config=settings)
    monkeypatch.setattr(InteractiveShell, "_instance", inner)  # `display` asks for the one of the process
    yield Shell(inner)
    inner.history_manager.end_session()


@pytest.fixture
def notebook(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Cells:
    """Has a kernel execute cells, in `tmp_path`, and gives them with their outputs."""

    def execute(*cells: str, **environment: str) -> list[Any]:
        page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        return executed(page, tmp_path, {"STUDYKIT_HOME": str(home), **environment})

    return execute


def executed(page: Any, folder: Path, environment: dict[str, str], kernel: str = "python3") -> list[Any]:
    """The cells of a notebook after a kernel, by default of this Python, has executed it, in a folder of its own settings."""
    env = {**os.environ, "IPYTHONDIR": str(folder / "ipython"), **environment}
    resources = {"metadata": {"path": str(folder)}}
    client = nbclient.NotebookClient(page, timeout=600, kernel_name=kernel, resources=resources, allow_errors=True)
    client.execute(env=env)
    return [cell for cell in page.cells if cell.cell_type == "code"]


def text_of(cell: Any) -> str:
    """All that a cell gave, as text."""
    said = []
    for output in cell.outputs:
        said += [output.get("text", ""), output.get("data", {}).get("text/plain", ""), *output.get("traceback", ())]
    return "\n".join(filter(None, said))


def html_of(cell: Any) -> str:
    """All that a cell gave, as HTML."""
    return "\n".join(output.data["text/html"] for output in cell.outputs if "text/html" in output.get("data", {}))


class KernelSession:
    """A kernel as a front end with buttons sees it."""

    def __init__(self, manager: Any, client: Any) -> None:
        self.manager, self._client = manager, client
        self._buttons: dict[str, str] = {}

    def run(self, cell: str, hear: Callable[[dict[str, Any]], None] = lambda message: None) -> None:
        """Run a cell; `hear` is told each message of it."""

        def told(message: dict[str, Any]) -> None:
            self._see(message)
            hear(message)

        self._client.execute_interactive(cell, timeout=600, output_hook=told)

    @property
    def has_subshells(self) -> bool:
        """Whether the kernel can hear of widgets in a thread of their own."""
        reply = self._client.kernel_info(reply=True, timeout=60)
        return "kernel subshells" in reply["content"].get("supported_features", ())

    def new_subshell(self) -> str:
        """The id of a thread for what widgets say, as JupyterLab has one."""
        self._client.control_channel.send(self._client.session.msg("create_subshell_request"))
        made: str = self._client.control_channel.get_msg(timeout=60)["content"]["subshell_id"]
        return made

    def press(self, name: str, subshell: str | None) -> None:
        """Click on the button that begins with this name, as soon as it is there."""
        while not (found := [id for id, label in self._buttons.items() if label.startswith(name)]):
            self._see(self._client.get_iopub_msg(timeout=600))
        message = self._client.session.msg("comm_msg", {"comm_id": found[-1], "data": {"method": "custom", "content": {"event": "click"}}})
        message["header"]["subshell_id"] = subshell
        self._client.shell_channel.send(message)

    def _see(self, message: dict[str, Any]) -> None:
        state = message["content"].get("data", {}).get("state", {}) if message["msg_type"] == "comm_open" else {}
        if state.get("_model_name") == "ButtonModel":
            self._buttons[message["content"]["comm_id"]] = state["description"]


@contextmanager
def kernel_session(folder: Path, home: Path) -> Iterator[KernelSession]:
    """A kernel in a folder."""
    env = {**os.environ, "STUDYKIT_HOME": str(home), "IPYTHONDIR": str(folder / "ipython")}
    manager, client = start_new_kernel(kernel_name="python3", env=env, cwd=str(folder))
    try:
        yield KernelSession(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
