"""`grade --format lines`: what an editor reads, in the form that the patterns of docs/api.md understand."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, mistaken
from tests.notebook_files import write_notebook

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
SGD = "optimizers/sgd_update"
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
MATCHER = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])["tasks"][0]["problemMatcher"]["pattern"]
BROKEN = f"# studykit: {SGD}\nimport torch\n\ndef sgd_update(params, lr):\n    for p in params:\n        p.nothing\n"


def has_vim() -> bool:
    vim = shutil.which("vim")
    return vim is not None and "+quickfix" in subprocess.run([vim, "--version"], capture_output=True, text=True, check=False).stdout


def matched(line: str) -> tuple[str, int, str]:
    found = re.fullmatch(MATCHER["regexp"], line)
    assert found, line
    return found[MATCHER["file"]], int(found[MATCHER["line"]]), found[MATCHER["message"]]


def test_each_failure_is_one_line_and_nothing_else_is_printed(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(BROKEN)
    ran, report = studykit("grade", "a.py", "--format", "lines"), studykit("grade", "a.py", "--json").json
    failed = [test for test in report["tests"] if test["outcome"] == "failed"]
    assert (ran.code, ran.err, len(ran.out.splitlines())) == (1, "", len(failed))
    for line, test in zip(ran.out.splitlines(), failed, strict=True):
        file, number, message = matched(line)
        assert (file, number) == ("a.py", 6)
        assert message.startswith(test["requirement"].rstrip(".:"))
        assert "has no attribute 'nothing' (line 6)" in message


def test_a_failure_without_a_line_stands_in_the_first(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(mistaken(SGD, "climbs"))
    first = studykit("grade", "a.py", "--format", "lines", "--seed", "1").out.splitlines()[0]
    assert matched(first)[:2] == ("a.py", 1)
    assert "expected -0.618815, got -1.04511" in first


def test_a_pass_prints_nothing(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"# studykit: {SGD}\n{(ROOT / 'solutions' / SGD / 'solution.py').read_text()}")
    ran = studykit("grade", "a.py", "--format", "lines")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_file_that_cannot_be_graded_is_one_line(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"# studykit: {SGD}\ndef sgd_update(params, lr)\n")
    ran = studykit("grade", "a.py", "--format", "lines")
    assert (ran.code, ran.out) == (1, "a.py:2: invalid: SyntaxError: expected ':' in line 2: def sgd_update(params, lr)\n")
    (tmp_path / "a.py").write_text("x = 1\n")
    ran = studykit("grade", "a.py", "--format", "lines")
    assert (ran.code, ran.out) == (2, "")


def test_a_starter_that_was_not_touched_is_one_line(studykit: Run, tmp_path: Path) -> None:
    studykit("next", SGD)
    ran = studykit("grade", "sgd_update.py", "--format", "lines")
    assert (ran.code, matched(ran.out.rstrip("\n"))[:2]) == (1, ("sgd_update.py", 1))


def test_a_notebook_names_the_cell(studykit: Run, tmp_path: Path) -> None:
    write_notebook(tmp_path / "a.ipynb", "#: text", BROKEN)
    line = studykit("grade", "a.ipynb", "--format", "lines").out.splitlines()[0]
    assert line.startswith("a.ipynb:cell 2:6: ")
    assert matched(line)[:2] == ("a.ipynb", 6)


def test_lines_and_json_do_not_go_together(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(BROKEN)
    ran = studykit("grade", "a.py", "--format", "lines", "--json")
    assert ran.code == 2
    assert "does not go together with --json" in " ".join(ran.err.split())


@pytest.mark.skipif(not has_vim(), reason="no vim with quickfix is installed")
def test_vim_reads_the_lines(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(BROKEN)
    write_notebook(tmp_path / "a.ipynb", "#: text", BROKEN)
    lines = [studykit("grade", name, "--format", "lines").out for name in ("a.py", "a.ipynb")]
    (tmp_path / "errors.txt").write_text("".join(lines))
    option = re.search(r"^set errorformat=.*$", PAGE, re.MULTILINE)[0]
    told = "map(getqflist(), {_, each -> [bufname(each.bufnr), each.lnum, each.valid, each.text]})"
    script = [option, "cgetfile errors.txt", f"call writefile([json_encode({told})], 'read.json')", "qa!"]
    (tmp_path / "script.vim").write_text("\n".join(script) + "\n")
    subprocess.run(["vim", "-es", "-u", "NONE", "-i", "NONE", "-S", "script.vim"], cwd=tmp_path, stdin=subprocess.DEVNULL, check=True)
    read = json.loads((tmp_path / "read.json").read_text())
    assert len(read) == "".join(lines).count("\n")
    assert {(name, line, valid) for name, line, valid, _ in read} == {("a.py", 6, 1), ("a.ipynb", 6, 1)}
    assert "has no attribute 'nothing'" in read[0][3]
