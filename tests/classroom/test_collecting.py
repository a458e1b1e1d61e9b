"""Every student is in the list: what was handed in, for which exercise, which attempt counts, and what cannot be graded and why."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.classroom.collecting import collect
from studykit.classroom.handed_in import Entry, HandedIn, Student
from studykit.classroom.student_ids import LONGEST, student_ids
from studykit.content.installed import builtin_pack
from studykit.content.pack import Library, load_library
from studykit.errors import ClassError, UnknownItem
from studykit.study.submission import submission_in
from tests.conftest import examples
from tests.notebook_files import write_notebook

SGD, MSE, DDPM = "optimizers/sgd_update", "gradient_descent/mse_gradient", "diffusion/ddpm_loss"
MARK, OTHER = f"# studykit: {SGD}", f"# studykit: {MSE}"
GOOD = f"{MARK}\nx = 1\n"
Write = Callable[..., Path]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library([builtin_pack()])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A class with one good answer, since what one student does must harm no other."""
    return write(tmp_path / "class", "alice/sgd_update.py", GOOD).parents[1]


def write(folder: Path, name: str, content: str | bytes = GOOD) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def student(found: HandedIn, name: str) -> Student:
    (one,) = (each for each in found.students if each.name == name)
    return one


def entry(found: HandedIn, name: str, exercise: str = SGD) -> Entry:
    (one,) = (each for each in student(found, name).entries if each.exercise == exercise)
    return one


def test_a_program_is_read_as_grade_reads_it(place: Path, library: Library) -> None:
    file = write(place, "bob/answer.py", b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert entry(collect(place, library), "bob") == Entry(SGD, submission_in(file, library), 1, "", "bob/answer.py")


def test_a_notebook_is_read_as_grade_reads_it_and_may_answer_several_exercises(place: Path, library: Library) -> None:
    file = place / "bob" / "week.ipynb"
    file.parent.mkdir()
    write_notebook(file, f"{MARK}\nx = 1", f"{OTHER}\n%timeit 1\ny = 2")
    found = collect(place, library, [SGD, MSE])
    assert entry(found, "bob").submission.text == submission_in(file, library, SGD).text
    assert entry(found, "bob", MSE).submission.cells == submission_in(file, library, MSE).cells
    assert entry(found, "bob").submission.notices == ()
    assert "%timeit" in entry(found, "bob", MSE).submission.notices[0]


def test_a_notebook_or_program_that_names_nothing_answers_the_only_exercise(place: Path, library: Library) -> None:
    (place / "bob").mkdir()
    write_notebook(place / "bob" / "homework.ipynb", "x = 1", "y = 2")
    write(place, "cai/homework.py", "x = 1\n")
    found = collect(place, library, [SGD])
    assert entry(found, "bob").submission.text == "x = 1\n\ny = 2\n"
    assert entry(found, "cai").submission.text == "x = 1\n"


def test_a_program_with_cells_may_answer_several_exercises(place: Path, library: Library) -> None:
    write(place, "bob/week.py", f"# %%\n{MARK}\nx = 1\n# %%\n{OTHER}\ny = 2\n")
    found = collect(place, library)
    assert found.exercises == (MSE, SGD)
    assert "y = 2" in entry(found, "bob", MSE).submission.text
    assert "y = 2" not in entry(found, "bob").submission.text
    assert entry(found, "alice", MSE).problem.startswith(f"Nothing was handed in that can be graded as {MSE}.")


def test_the_first_line_counts_more_than_the_name_and_that_more_than_the_only_exercise(place: Path, library: Library) -> None:
    write(place, "bob/zzz_sgd_update.py", "by_name = 1\n")
    write(place, "bob/helpers.py", "helps = 1\n")
    write(place, "bob/zzz.py", "helps = 2\n")
    found = collect(place, library, [SGD])
    assert entry(found, "bob").submission.text == "by_name = 1\n"
    assert entry(found, "bob").attempts == 1
    assert student(found, "bob").left_out == tuple(
        f"bob/{name}: names no exercise, and bob/zzz_sgd_update.py does." for name in ("helpers.py", "zzz.py")
    )
    write(place, "bob/aaa.py", GOOD)
    assert entry(collect(place, library, [SGD]), "bob").submission.text == GOOD


def test_an_exercise_may_be_called_as_it_was_before(place: Path, library: Library) -> None:
    write(place, "bob/x.py", "# studykit: diffusion/denoising_loss\nx = 1\n")
    write(place, "cai/denoising_loss.py", "x = 1\n")
    found = collect(place, library, ["diffusion/denoising_loss", "sgd_update"])
    assert found.exercises == (DDPM, SGD)
    assert entry(found, "bob", DDPM).submission.exercise.id == DDPM
    assert entry(found, "cai", DDPM).attempts == 1


def test_an_exercise_that_was_not_set_or_that_nobody_knows_is_left_out(place: Path, library: Library) -> None:
    write(place, "bob/x.py", f"{OTHER}\nx = 1\n")
    write(place, "cai/y.py", "# studykit: optimizers/sgd_updaet\nx = 1\n")
    write(place, "dana/sgd_update.py", "# studykit: optimizers/sgd_updaet\nx = 1\n")
    found = collect(place, library, [SGD])
    assert student(found, "bob").left_out == (f"bob/x.py: answers {MSE}, which was not set.",)
    assert "did you mean optimizers/sgd_update?" in entry(found, "cai").problem
    assert entry(found, "dana").submission is not None  # its name says it


def test_the_last_attempt_counts_by_time_and_then_by_name(place: Path, library: Library) -> None:
    for name, time in (("a.py", 3000), ("b.py", 2000), ("c.py", 3000)):
        os.utime(write(place, f"bob/{name}", f"{GOOD}# {name}\n"), (time, time))
    assert entry(collect(place, library), "bob").place == "bob/c.py"
    assert entry(collect(place, library), "bob").attempts == 3


def test_an_attempt_that_cannot_be_read_leaves_an_earlier_one_to_be_graded(place: Path, library: Library) -> None:
    os.utime(write(place, "bob/sgd_update.py"), (2000, 2000))
    os.utime(write(place, "bob/sgd_update (1).py", b"\xff\xfe"), (3000, 3000))
    found = collect(place, library)
    assert entry(found, "bob").place == "bob/sgd_update.py"
    assert entry(found, "bob").attempts == 2
    assert student(found, "bob").left_out == ("bob/sgd_update (1).py: byte 0 is not UTF-8. Save the file as UTF-8.",)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("sgd_update.py", b"", "is empty."),
        ("sgd_update.py", b" \n\n", "is empty."),
        ("sgd_update.py", b"x = '\xff'\n", "byte 5 is not UTF-8"),
        ("sgd_update.py", b"#" * ((1 << 20) + 1), "is larger than 1 MiB"),
        ("sgd_update.ipynb", b"{", "is no notebook, or was cut off"),
        ("answer.pdf", b"%PDF-1.7", "is not a .py or .ipynb file."),
        ("screen.png", b"\x89PNG", "is not a .py or .ipynb file."),
        ("all.zip", b"PK", "is an archive"),
    ],
)
def test_what_cannot_be_graded_is_there_with_the_reason(place: Path, library: Library, name: str, content: bytes, problem: str) -> None:
    write(place, f"bob/{name}", content)
    found = collect(place, library)
    assert entry(found, "bob").submission is None
    assert entry(found, "bob").attempts == 1
    assert f"bob/{name}: {problem}" in entry(found, "bob").problem
    assert entry(found, "alice").submission is not None


def test_of_very_many_files_the_first_are_named(place: Path, library: Library) -> None:
    for number in range(30):
        write(place, f"bob/data/{number}.csv", "1")
    assert student(collect(place, library), "bob").left_out[-1] == "and 10 more files."
    assert len(student(collect(place, library), "bob").left_out) == 21


def test_links_are_not_followed(place: Path, library: Library, tmp_path: Path) -> None:
    secret = write(tmp_path, "secret/sgd_update.py")
    (place / "bob").mkdir()
    (place / "bob" / "sgd_update.py").symlink_to(place / "alice" / "sgd_update.py")  # another student's answer
    (place / "cai").symlink_to(secret.parent)
    (place / "dana").mkdir()
    (place / "dana" / "within").symlink_to(tmp_path)
    found = collect(place, library)
    assert [each.id for each in found.students if each.entries[0].submission] == ["alice"]
    assert "is a link" in entry(found, "bob").problem
    assert "is a link" in entry(found, "dana").problem
    assert found.left_out == ("cai: is a link, and links are not followed: hand in the file itself.",)


def test_a_pipe_does_not_keep_anyone_waiting(place: Path, library: Library) -> None:
    (place / "bob").mkdir()
    os.mkfifo(place / "bob" / "sgd_update.py")
    assert "is no regular file" in entry(collect(place, library), "bob").problem


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Zoë O'Neil", "Zoë-O-Neil"),
        ("李 小龙", "李-小龙"),
        ("محمد علي", "محمد-علي"),
        ("प्रिया", "प्रिया"),
        ('"quoted"', "quoted"),
        ("two\nlines", "two-lines"),
        ("-rf", "rf"),
        ("nul", "student-nul"),
        ("x" * 200, "x" * 80),
    ],
)
def test_names_stay_what_they_are_and_ids_are_safe(place: Path, library: Library, name: str, id: str) -> None:
    write(place, f"{name}/sgd_update.py")
    found = collect(place, library)
    assert student(found, name).id == id
    assert "\n" not in entry(found, name).place


def test_a_name_that_is_no_text_is_shown_as_far_as_it_is(place: Path, library: Library) -> None:
    folder = os.fsencode(place) + b"/b\xffb"
    os.mkdir(folder)  # noqa: PTH102 - a Path holds no bytes
    assert student(collect(place, library), "b\ufffdb").id == "b-b"


def test_the_order_is_that_of_the_ids_whatever_the_file_system_says(place: Path, library: Library) -> None:
    for name in ("zoe", "Bob", "bob", "cai"):
        write(place, f"{name}/sgd_update.py")
    found = collect(place, library)
    assert [each.id for each in found.students] == sorted(each.id for each in found.students)
    assert {each.name: each.id for each in found.students} == {"Bob": "Bob", "bob": "bob-2", "alice": "alice", "cai": "cai", "zoe": "zoe"}
    assert collect(place, library) == found


@settings(max_examples=examples(80), deadline=None)
@given(st.lists(st.tuples(st.text(max_size=90), st.text(max_size=40)), max_size=8))
def test_ids_are_safe_and_different_for_any_names(students: list[tuple[str, str]]) -> None:
    ids = student_ids(students)
    for fold in (str.casefold, str.lower, str.upper):
        assert len({fold(id) for id in ids}) == len(students)
    for id in ids:
        assert 0 < len(id.encode()) <= LONGEST
        assert id.isprintable()
        assert id[0] not in ".-"
        assert id[-1] != "."
        assert not set(id) & set("/\\:*?\"<>|' \n\0")


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Kim", "kim", "KIM", "kim-2", "con", "", "ı", "i"]), max_size=12))
def test_ids_of_like_names_are_different(names: list[str]) -> None:
    assert len({id.upper().casefold() for id in student_ids([(name, "") for name in names])}) == len(names)


def test_a_number_tells_two_of_a_name_apart_and_does_not_change_the_others() -> None:
    students = [("Kim", "7"), ("Lee", "8"), ("Kim", "9"), ("Kim 7", "")]
    assert student_ids(students) == ["Kim-7-2", "Lee", "Kim-9", "Kim-7"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("roster.txt", "# the class\nAlice\n\nZhang Wei\n"),
        ("roster.csv", 'name,mark\nAlice,1\n"Wei, Zhang",2\nZhang Wei,3\n'),
        ("roster.csv", "\ufeffStudent;Name\n7;alice\n8;Zhang Wei\n"),
        ("roster", "student\tgroup\nalice\tA\nZhang Wei\tB\n"),
    ],
)
def test_who_is_on_the_roster_and_handed_in_nothing_is_missing(place: Path, library: Library, file: str, text: str) -> None:
    write(place, "wei zhang/sgd_update.py")
    roster = write(place, file, text + ("9;Yu\n" if ";" in text else "Yu\n"))  # it may lie beside the submissions
    found = collect(place, library, roster=roster)
    missing = [each.name for each in found.students if not each.entries[0].attempts]
    assert missing == (["Zhang Wei", "Yu"][::-1] if "Wei, Zhang" in text else ["Yu"])
    assert student(found, "Yu").entries == (Entry(SGD, problem="Nothing was handed in."),)
    assert found.left_out == ()


def test_of_two_of_one_name_the_number_says_who_is_missing(tmp_path: Path, library: Library) -> None:
    place = write(tmp_path / "class", "Kim_72_assignsubmission_file_/sgd_update.py").parents[1]
    found = collect(place, library, roster=write(tmp_path, "roster.csv", "name,student\nKim,71\nKim,72\n"))
    assert [(each.id, bool(each.entries[0].submission)) for each in found.students] == [("Kim-71", False), ("Kim-72", True)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [(b"\xff", "byte 0 is not UTF-8"), (b"mail,mark\na,1\n", "has no column `student` or `name`"), (None, "the roster cannot be read")],
)
def test_a_roster_that_cannot_be_read_is_told(place: Path, library: Library, tmp_path: Path, text: bytes | None, problem: str) -> None:
    roster = tmp_path / "roster.csv" if text is None else write(tmp_path, "roster.csv", text)
    with pytest.raises(ClassError, match=problem):
        collect(place, library, roster=roster)


def test_an_unknown_exercise_is_an_unknown_item(place: Path, library: Library) -> None:
    with pytest.raises(UnknownItem, match="did you mean optimizers/sgd_update"):
        collect(place, library, ["optimizers/sgd_updaet"])


def test_a_place_without_submissions_is_told(tmp_path: Path, library: Library) -> None:
    with pytest.raises(ClassError, match="nowhere: no such folder or zip"):
        collect(tmp_path / "nowhere", library)
    with pytest.raises(ClassError, match="holds no submissions"):
        collect(tmp_path, library)
    write(tmp_path, "alice/x.py", "x = 1\n")
    with pytest.raises(ClassError, match=r"no file names an exercise that is known\. Say which one was set: --exercise ID"):
        collect(tmp_path, library)


def test_metadata_of_gradescope_that_is_no_yaml_is_told(tmp_path: Path, library: Library) -> None:
    write(tmp_path, "submission_metadata.yml", "a: [")
    with pytest.raises(ClassError, match=r"submission_metadata\.yml: is no YAML"):
        collect(tmp_path, library)


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_is_left_out(place: Path, library: Library) -> None:
    (place / "bob").mkdir(mode=0o000)
    found = collect(place, library)
    assert found.left_out == ("bob: cannot be read (Permission denied).",)
    assert student(found, "bob").entries[0].attempts == 0
