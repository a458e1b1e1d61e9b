"""Each layout as the platform writes it, as a folder and as a zip: whose files are whose, and which attempt counts."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.classroom.collecting import collect
from studykit.classroom.handed_in import HandedIn
from studykit.content.installed import builtin_pack
from studykit.content.pack import Library, load_library

SGD, MSE = "optimizers/sgd_update", "gradient_descent/mse_gradient"
Files = dict[str, str]
Collect = Callable[..., HandedIn]


def answer(says: str, exercise: str = SGD) -> str:
    return f"# studykit: {exercise}\n# {says}\n"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library([builtin_pack()])


@pytest.fixture(params=["folder", "zip"])
def collected(request: pytest.FixtureRequest, tmp_path: Path, library: Library) -> Collect:
    """Reads files that lie as their names say, in a folder and in a zip. A name that ends in `/` is an empty folder."""

    def read(files: Files, *exercises: str, name: str = "class") -> HandedIn:
        place = tmp_path / name
        if request.param == "zip":
            place = tmp_path / f"{name}.zip"
            with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
                for path, text in files.items():
                    archive.writestr(path, text)
        else:
            for path, text in files.items():
                file = place / path
                (file if path.endswith("/") else file.parent).mkdir(parents=True, exist_ok=True)
                if not path.endswith("/"):
                    file.write_text(text, encoding="utf-8")
        return collect(place, library, exercises)

    return read


def said(found: HandedIn, exercise: str = SGD) -> dict[str, str | None]:
    """What each student's answer says, by the student's name."""
    at = found.exercises.index(exercise)
    answers = {student.name: student.entries[at].submission for student in found.students}
    return {name: each.text.splitlines()[1].strip("# ") if each else None for name, each in answers.items()}


def attempts(found: HandedIn) -> dict[str, int]:
    return {student.name: student.entries[0].attempts for student in found.students}


def test_moodle_has_a_folder_for_each_participant(collected: Collect) -> None:
    found = collected(
        {
            "Alice Smith_1234567_assignsubmission_file_/sgd_update.py": answer("first"),
            "Bob Jones-Miller_1234568_assignsubmission_file/src/sgd_update.py": answer("second"),
            "Cai Li_1234569_assignsubmission_onlinetext_/onlinetext.html": "<p>I tried</p>",
        }
    )
    assert found.layout == "Moodle"
    assert said(found) == {"Alice Smith": "first", "Bob Jones-Miller": "second", "Cai Li": None}
    (cai,) = (student for student in found.students if student.name == "Cai Li")
    assert "onlinetext.html: is not a .py or .ipynb file." in cai.entries[0].problem
    assert cai.entries[0].attempts == 1


def test_moodle_can_be_flat_and_numbers_a_second_attempt(collected: Collect) -> None:
    found = collected(
        {
            "Alice Smith_12_assignsubmission_file_sgd_update.py": answer("old"),
            "Alice Smith_12_assignsubmission_file_sgd_update-1.py": answer("new"),
            "Bob_13_assignsubmission_file_mine.py": "x = 1\n# by his own name\n",
        },
        SGD,
    )
    assert said(found) == {"Alice Smith": "new", "Bob": "by his own name"}
    assert attempts(found) == {"Alice Smith": 2, "Bob": 1}


def test_two_students_of_one_name_stay_two_at_moodle(collected: Collect) -> None:
    found = collected({f"Kim Lee_{n}_assignsubmission_file_/sgd_update.py": answer(str(n)) for n in (71, 72)})
    assert [(student.id, student.name) for student in found.students] == [("Kim-Lee-71", "Kim Lee"), ("Kim-Lee-72", "Kim Lee")]
    assert [student.entries[0].submission.text.splitlines()[1] for student in found.students] == ["# 71", "# 72"]


def test_canvas_says_late_and_numbers_what_was_handed_in_again(collected: Collect) -> None:
    found = collected(
        {
            "smithalice_101_5001_sgd_update.py": answer("first"),
            "smithalice_101_5009_sgd_update-1.py": answer("second"),
            "smithalice_101_5020_sgd_update-10.py": answer("tenth"),
            "jonesbob_LATE_102_5003_my answer.py": answer("late"),
            "licai_103_text.html": "<p>typed</p>",
            "LATE_anon_aB3xY_5005_sgd_update.py": answer("hidden"),
        }
    )
    assert found.layout == "Canvas"
    assert said(found) == {"smithalice": "tenth", "jonesbob": "late", "licai": None, "anon aB3xY": "hidden"}
    assert attempts(found)["smithalice"] == 3
    (smith,) = (student for student in found.students if student.name == "smithalice")
    assert smith.entries[0].submission.file_name == "sgd_update-10.py"


METADATA = """\
submission_11:
  :submitters:
  - :name: Alice Smith
    :sid: '900'
    :email: alice@example.edu
  :created_at: 2026-01-10 10:00:00.000000000 Z
  :score: !ruby/object:BigDecimal 18:0.1e1
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: []
  :history:
  - :id: 9
    :created_at: 2026-01-09 10:00:00.000000000 Z
submission_12:
  :submitters:
  - :name: Bob
    :sid: '901'
  - :name: Cai
    :sid: '902'
  :created_at: 2026-01-10 11:00:00.000000000 Z
submission_13:
  :submitters:
  - :name: Alice Smith
    :sid: '900'
  :created_at: 2026-01-08 10:00:00.000000000 Z
submission_14:
  :submitters:
  - :name: Dana
    :sid: '904'
"""
GRADESCOPE = {
    "submission_metadata.yml": METADATA,
    "submission_11/sgd_update.py": answer("Alice, last"),
    "submission_12/sgd_update.py": answer("together"),
    "submission_13/zzz_sgd_update.py": answer("Alice, before"),
    "submission_99/sgd_update.py": answer("whose?"),
}


@pytest.mark.parametrize("top", ["", "assignment_77_export/"])
def test_gradescope_says_in_one_file_whose_a_submission_is(collected: Collect, top: str) -> None:
    found = collected({f"{top}{name}": text for name, text in GRADESCOPE.items()})
    assert found.layout == "Gradescope"
    assert said(found) == {"Alice Smith": "Alice, last", "Bob": "together", "Cai": "together", "Dana": None}
    assert attempts(found) == {"Alice Smith": 3, "Bob": 1, "Cai": 1, "Dana": 0}
    assert found.left_out == (f"{top}submission_99/sgd_update.py: belongs to no student. Name it after the student.",)


@pytest.mark.parametrize(("top", "name"), [("submitted/", "course"), ("", "submitted"), ("", "anything")])
def test_nbgrader_has_an_assignment_in_each_student(collected: Collect, top: str, name: str) -> None:
    found = collected(
        {
            f"{top}alice/ps1/sgd_update.py": answer("at one"),
            f"{top}alice/ps1/timestamp.txt": "2026-01-02 15:58:23.948203 America/Los_Angeles",
            f"{top}alice/ps0/sgd_update.py": answer("at two"),
            f"{top}alice/ps0/timestamp.txt": "2026-01-03 01:00:00 UTC",
            f"{top}bob/ps1/": "",
            f"{top}bob/ps1/.ipynb_checkpoints/sgd_update.py": answer("hidden"),
        }
        | ({"source/ps1/sgd_update.py": answer("of the course")} if top else {}),
        name=name,
    )
    assert found.layout == "nbgrader"
    assert said(found) == {"alice": "at two", "bob": None}
    assert found.left_out == ()
    assert [student.left_out for student in found.students] == [(), ()]


@pytest.mark.parametrize("top", ["", "hw1-submissions/"])
def test_clones_of_github_classroom_are_called_after_assignment_and_user(collected: Collect, top: str) -> None:
    files = {}
    for user in ("alice", "alan-t", "bob"):
        files |= {f"{top}hw1-{user}/.git/HEAD": "ref: refs/heads/main\n", f"{top}hw1-{user}/.git/hooks/x.py": answer("no")}
        files |= {f"{top}hw1-{user}/src/sgd_update.py": answer(user), f"{top}hw1-{user}/__pycache__/x.py": answer("no")}
    found = collected(files)
    assert found.layout == "GitHub Classroom"
    assert said(found) == {"alice": "alice", "alan-t": "alan-t", "bob": "bob"}
    assert [student.left_out for student in found.students] == [(), (), ()]


@pytest.mark.parametrize("top", ["", "class/"])
def test_a_folder_for_each_student_may_be_empty_or_hold_several_exercises(collected: Collect, top: str) -> None:
    found = collected(
        {
            f"{top}alice/sgd_update.py": answer("Alice"),
            f"{top}alice/week2/mse_gradient.py": "x = 1\n# by the name of the file\n",
            f"{top}bob/": "",
            f"{top}__MACOSX/alice/._sgd_update.py": "x",
            f"{top}.DS_Store": "x",
        }
    )
    assert found.layout == "a folder a student"
    assert found.exercises == (MSE, SGD)
    assert said(found) == {"alice": "Alice", "bob": None}
    assert said(found, MSE) == {"alice": "by the name of the file", "bob": None}
    assert [entry.problem for entry in found.students[1].entries] == ["Nothing was handed in."] * 2


FLAT = {
    "alice_sgd_update.py": "x = 1\n# Alice\n",
    "alice_mse_gradient.py": "x = 1\n# Alice on the other\n",
    "Bob Jones - SGD-Update (2).py": "x = 1\n# Bob, again\n",
    "Bob Jones - SGD-Update.py": "x = 1\n# Bob\n",
    "cai.py": answer("Cai"),
    "dana.pdf": "%PDF",
    "sgd_update.py": answer("nobody"),
    "grades.csv": "student\n",
}


@pytest.mark.parametrize("top", ["", "class/", "week 2/"])
def test_flat_files_are_called_after_the_student_and_perhaps_the_exercise(collected: Collect, top: str) -> None:
    found = collected({f"{top}{name}": text for name, text in FLAT.items()})
    assert found.layout == "flat files"
    assert said(found) == {"alice": "Alice", "Bob Jones": "Bob, again", "cai": "Cai", "dana": None}
    assert said(found, MSE)["alice"] == "Alice on the other"
    assert len(found.left_out) == 2


def test_a_number_at_the_end_of_a_flat_name_may_be_the_students(collected: Collect) -> None:
    found = collected({f"student-{n}.py": answer(str(n)) for n in (1, 2)} | {"eve.py": answer("old"), "eve-1.py": answer("new")})
    assert said(found) == {"student-1": "1", "student-2": "2", "eve": "new"}
