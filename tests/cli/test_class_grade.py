"""`studykit class grade` and what it leaves: a small class, as a teacher has it."""

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from studykit.grading.isolation import Held, Layer, Standing
from tests.classroom.class_of import SGD, texts
from tests.conftest import Ran

Run = Callable[..., Ran]
RIGHT, _, STARTER, WRONG, *_ = texts()


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder a student: right, wrong, untouched, and a picture."""
    place = tmp_path_factory.mktemp("class")
    for student, name, text in (
        ("ada", "sgd_update.py", RIGHT),
        ("bob", "sgd_update.py", WRONG),
        ("cem", "sgd_update.py", STARTER),
        ("dot", "picture.png", "\x89PNG"),
    ):
        (place / student).mkdir()
        (place / student / name).write_text(text, encoding="utf-8")
    return place


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "grades.csv").open(encoding="utf-8", newline="") as opened:
        return {row["student"]: row for row in csv.DictReader(opened)}


@pytest.fixture(scope="module")
def out(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a whole run leaves."""
    from studykit.cli.app import main

    folder = tmp_path_factory.mktemp("graded") / "out"
    roster = folder.parent / "roster.txt"
    roster.write_text("ada\nbob\ncem\ndot\neve\n", encoding="utf-8")
    call = ["studykit", "class", "grade", str(handed_in), "--exercise", SGD, "--points", "10", "--roster", str(roster), "--seed", "7"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDYKIT_HOME", str(folder.parent / "home"))
        patch.setattr("sys.argv", [*call, "--out", str(folder)])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == 0
    return folder


def test_everybody_is_in_the_gradebook(out: Path) -> None:
    found = rows(out)
    assert {student: row["verdict"] for student, row in found.items()} == {
        "ada": "passed",
        "bob": "failed",
        "cem": "failed",
        "dot": "unreadable",
        "eve": "missing",
    }
    assert found["ada"]["points"] == "10"
    assert found["bob"]["diagnosis"]
    assert found["cem"]["diagnosis"] == ""
    assert found["ada"]["seed"] == found["bob"]["seed"] == "7"


def test_all_files_are_there(out: Path) -> None:
    assert {file.stem for file in (out / "feedback").glob("*.html")} == {"ada", "bob", "cem", "dot", "eve"}
    assert json.loads((out / "results" / "ada.json").read_text())["tests"]
    suites = ElementTree.parse(out / "junit.xml").getroot()
    assert any("ada" in suite.get("name", "") for suite in suites)
    assert "bob" in (out / "report.html").read_text(encoding="utf-8")


def test_nobody_reads_of_another(out: Path) -> None:
    for student in ("ada", "bob", "cem"):
        page = (out / "feedback" / f"{student}.html").read_text(encoding="utf-8")
        assert not [other for other in ("ada", "bob", "cem") if other != student and f">{other}<" in page]


def test_a_second_call_grades_what_is_new_and_homework_reads_it(out: Path, handed_in: Path, studykit: Run, tmp_path: Path) -> None:
    before = {file.name: file.stat().st_mtime_ns for file in (out / "kept").iterdir()}
    again = studykit("class", "grade", str(handed_in), "--exercise", SGD, "--points", "10", "--out", str(out), "--json")
    assert again.code == 0
    assert again.json["verdicts"] == {"failed": 2, "passed": 1, "unreadable": 1}
    assert {file.name: file.stat().st_mtime_ns for file in (out / "kept").iterdir()} == before
    homework = studykit("class", "homework", str(out), "--to", str(tmp_path / "homework.json"), "--json")
    assert homework.code == 0
    assert homework.json["students"]["cards"]


def test_students_see_what_the_teacher_allows(handed_in: Path, out: Path, studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "out" / "kept").mkdir(parents=True)
    for file in (out / "kept").iterdir():
        (tmp_path / "out" / "kept" / file.name).write_bytes(file.read_bytes())
    call = ("class", "grade", str(handed_in), "--exercise", SGD, "--seed", "7", "--out", str(tmp_path / "out"), "--feedback", "verdict")
    assert studykit(*call).code == 0
    cases = ElementTree.parse(tmp_path / "out" / "junit.xml").iterfind("testsuite[@name='bob optimizers/sgd_update']/testcase")
    requirements = [case.get("name", "") for case in cases]
    assert len(requirements) > 3
    for file in ("feedback/bob.html", "feedback/bob.md", "results/bob.json"):
        told = (tmp_path / "out" / file).read_text(encoding="utf-8")
        assert not [requirement for requirement in requirements if requirement in told]


def test_a_zip_is_graded_where_it_is(handed_in: Path, out: Path, studykit: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for file in sorted(handed_in.rglob("*.py")):
            archive.writestr(str(file.relative_to(handed_in)), file.read_bytes())
        archive.writestr("../../outside.py", RIGHT)
    ran = studykit("class", "grade", str(tmp_path / "class.zip"), "--out", str(out), "--seed", "7", "--json")
    assert ran.json["verdicts"] == {"failed": 2, "passed": 1}
    assert any("outside.py" in line for line in ran.json["left_out"])
    assert not (tmp_path.parent.parent / "outside.py").exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("nowhere", "--out", "out"), "nowhere"),
        (("HERE", "--out", "out", "--exercise", "optimizers/sgd_updat"), "sgd_update"),
        (("HERE", "--out", "out", "--points", "many"), "--points many: give a number"),
        (("HERE", "--out", "out", "--device", "tpu"), "no device 'tpu'"),
        (("HERE", "--out", "out", "--on", "nowhere.json"), "neither `local`"),
        (("HERE", "--out", "/dev/null/out"), "--out"),
    ],
)
def test_a_wrong_call_gets_one_message(given: tuple[str, ...], says: str, handed_in: Path, studykit: Run, tmp_path: Path) -> None:
    named: dict[str, Any] = {"HERE": str(handed_in), "out": str(tmp_path / "out")}
    ran = studykit("class", "grade", *(named.get(word, word) for word in given))
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_a_weak_sandbox_is_refused_unless_everybody_is_trusted(
    handed_in: Path, out: Path, studykit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = Standing(tuple(Held(layer, layer is not Layer.SECCOMP, "for a test") for layer in Layer))
    monkeypatch.setattr("studykit.classroom.one_batch.isolation", lambda: weak)
    call = ("class", "grade", str(handed_in), "--exercise", SGD, "--seed", "7", "--out", str(out))
    refused = studykit(*call)
    assert refused.code == 2
    assert "seccomp missing" in refused.err
    assert "studykit doctor --class" in refused.err
    assert studykit(*call, "--trust").code == 0


def test_doctor_says_whether_a_class_may_be_graded_here(studykit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from studykit.cli.commands import doctor

    monkeypatch.setattr(doctor, "probe_devices", lambda: ["cpu"])
    weak = Standing(tuple(Held(layer, layer is not Layer.LANDLOCK, "for a test") for layer in Layer))
    monkeypatch.setattr(doctor, "probe_sandbox", lambda: weak)
    assert studykit("doctor").code == 0
    asked = studykit("doctor", "--class", "--json")
    assert asked.code == 1
    assert asked.json["fit_for_a_class"] is False
