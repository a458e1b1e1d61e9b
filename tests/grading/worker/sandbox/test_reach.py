"""What lies hidden inside a readable folder, as a pack does that is installed among the libraries, is out of reach."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.grading.worker.sandbox.reach import Reach, reach, readable_without_hidden

READING = """
import json, os, sys
from pathlib import Path
from studykit.grading.worker.sandbox.layers import Confinement, confine
from studykit.grading.worker.sandbox.reach import Reach, reach

library, folder = map(Path, sys.argv[1:3])
usual = reach()
within = Reach((*usual.readable, library), usual.devices, (library / "pack" / "solutions",))
os.chdir(folder)
confine(Confinement(folder, within, 256, os.getppid(), layers=tuple(sys.argv[3:])))

def reads(name):
    try: return bool((library / name).read_text())
    except OSError: return False

print(json.dumps([reads("module.py"), reads("pack/__init__.py"), reads("pack/solutions/answer.py")]))
"""


@pytest.mark.parametrize("layers", [["namespaces"], ["landlock"], ["namespaces", "identity", "landlock"]], ids="+".join)
def test_solutions_among_the_libraries_are_hidden(
    as_user: Callable[..., "subprocess.Popen[str]"], own_folder: Path, layers: list[str]
) -> None:
    library, folder = own_folder / "library", own_folder / "empty"
    for file in ("module.py", "pack/__init__.py", "pack/solutions/answer.py"):
        (library / file).parent.mkdir(parents=True, exist_ok=True)
        (library / file).write_text("x")
    folder.mkdir(exist_ok=True)
    folder.chmod(0o777)
    with as_user([sys.executable, "-c", READING, str(library), str(folder), *layers]) as child:
        assert json.loads(child.communicate()[0]) == [True, True, False]


def test_what_lies_beside_something_hidden_is_named_one_by_one(tmp_path: Path) -> None:
    for name in ("a/b/hidden", "a/b/c", "a/d"):
        (tmp_path / name).mkdir(parents=True)
    parts = readable_without_hidden(Reach((tmp_path,), (), (tmp_path / "a/b/hidden",)))
    assert parts == [tmp_path / "a/b/c", tmp_path / "a/d"]


def test_the_solutions_of_a_packs_exercise_are_hidden_and_the_repository_is_not_readable() -> None:
    repository = Path(__file__).parents[4]
    suite = repository / "solutions" / "optimizers" / "sgd_update"
    found = reach(suite)
    assert repository / "solutions" in found.hidden
    assert not [path for path in found.readable if suite.is_relative_to(path)]
    assert [path for path in found.readable if Path(json.__file__).is_relative_to(path)]
