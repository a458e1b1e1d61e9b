"""The scratch folder: the only place to write, for exercises that ask for it, small, and gone afterwards."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Does = Callable[..., dict[str, Any]]


def is_emptied(folder: Path) -> bool:
    """Whether the grader's folders go; the session removes them right after its judge has told the verdict."""
    deadline = time.monotonic() + 2
    while (left := list(folder.glob("studykit-workers-*/*"))) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not left


def test_an_exercise_that_needs_scratch_may_write_there_and_nowhere_else(does: Does, own_folder: Path) -> None:
    body = "torch.save(torch.ones(3), 'm.pt'); import tempfile, shutil; shutil.copy('m.pt', 'n.pt'); tempfile.NamedTemporaryFile()"
    assert does(f"{body}; print(torch.load('n.pt').sum().item(), sorted(os.listdir()))", needs=["scratch"])["printed"].startswith(
        "3.0 ['m.pt'"
    )
    assert "out of reach" in does("Path('/tmp/x').write_text('x')", needs=["scratch"])["message"]
    assert is_emptied(own_folder)


def test_the_scratch_is_the_working_folder_home_and_temporary_folder(does: Does) -> None:
    body = "import tempfile; print(os.getcwd() == os.path.expanduser('~') == tempfile.gettempdir() == os.environ['TMPDIR'])"
    assert does(body, needs=["scratch"])["printed"] == "True\n"


def test_it_begins_empty_in_each_worker(does: Does) -> None:
    body = "print(os.listdir()); Path('x').write_text('x')"
    assert does(body, needs=["scratch"])["printed"] == "[]\n"
    assert does(body, needs=["scratch"])["printed"] == "[]\n"


def test_sixteen_megabytes_fill_it(does: Does) -> None:
    result = does("for i in range(5): Path(f'{i}').write_bytes(bytes(6 << 20))", needs=["scratch"])
    assert "The scratch folder is full, it holds 16 MB" in result["message"]


def test_without_namespaces_it_is_a_folder_that_is_removed(does: Does, own_folder: Path) -> None:
    layers = ["privacy", "lifeline", "limits", "landlock", "seccomp"]
    assert does("Path('x').write_text('x'); print(os.listdir())", needs=["scratch"], layers=layers)["printed"] == "['x']\n"
    assert "out of reach" in does("Path('../x').write_text('x')", needs=["scratch"], layers=layers)["message"]
    assert is_emptied(own_folder)
