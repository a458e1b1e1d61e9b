"""`next`, `grade`, `hint`, `solution`, `reset`, `list` and `studykit` alone: the learner's way through an exercise."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.conftest import Ran, mistaken, wait_until

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
FIRST = "gradient_descent/mse_gradient"
SGD = "optimizers/sgd_update"


def solution(exercise: str) -> str:
    return f"# studykit: {exercise}\n{(ROOT / 'solutions' / exercise / 'solution.py').read_text()}"


def test_next_writes_the_first_exercise_and_shows_its_task(studykit: Run, tmp_path: Path) -> None:
    ran = studykit("next", "--to", "work")
    file = tmp_path / "work" / "forward_and_mse.py"
    assert ran.code == 0
    assert file.read_text().startswith("# studykit: gradient_descent/forward_and_mse\n")
    assert "mse(y_pred, y)" in ran.out
    assert "studykit grade work/forward_and_mse.py" in ran.out


def test_next_never_overwrites_edited_work(studykit: Run, tmp_path: Path) -> None:
    studykit("next", FIRST)
    file = tmp_path / "mse_gradient.py"
    file.write_text(file.read_text() + "# mine\n")
    ran = studykit("next", FIRST)
    assert "Your work goes on in mse_gradient.py" in ran.out
    assert file.read_text().endswith("# mine\n")


def test_next_leaves_a_file_of_the_same_name_alone(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "mse_gradient.py").write_text("precious\n")
    handed_out = studykit("next", FIRST, "--json").json
    assert handed_out["file"] == str(tmp_path / "mse_gradient_2.py")
    assert (tmp_path / "mse_gradient.py").read_text() == "precious\n"


def test_next_writes_into_the_folder_used_last_from_wherever_it_is_called(studykit: Run, tmp_path: Path) -> None:
    studykit("next", FIRST, "--to", "work")
    (tmp_path / "elsewhere").mkdir()
    with chdir(tmp_path / "elsewhere"):
        assert studykit("next", SGD, "--json").json["file"] == str(tmp_path / "work" / "sgd_update.py")
        assert studykit("next", FIRST, "--to", ".", "--json").json["file"] == str(tmp_path / "work" / "mse_gradient.py")


def test_next_does_not_write_into_the_root_of_a_pack(studykit: Run, tmp_path: Path) -> None:
    for folder in ("exercises", "solutions"):
        (tmp_path / folder).mkdir()
    assert studykit("next", FIRST, "--json").json["file"] == str(tmp_path / "work" / "mse_gradient.py")


def test_a_file_that_was_moved_is_found_by_its_first_line(studykit: Run, tmp_path: Path) -> None:
    file = Path(studykit("next", FIRST, "--json").json["file"])
    (tmp_path / "day1").mkdir()
    file.rename(tmp_path / "day1" / "mine.py")
    again = studykit("next", FIRST, "--json").json
    assert (again["file"], again["written"]) == (str(tmp_path / "day1" / "mine.py"), False)
    assert studykit("hint").code == 0


def test_lost_work_is_asked_for_and_never_replaced_by_a_fresh_starter(studykit: Run, tmp_path: Path) -> None:
    Path(studykit("next", FIRST, "--json").json["file"]).unlink()
    ran = studykit("next", FIRST)
    assert ran.code == 2
    assert "is not there any more" in ran.err
    assert list(tmp_path.glob("*.py")) == []
    assert studykit("reset", FIRST).code == 0
    assert (tmp_path / "mse_gradient.py").is_file()


def test_the_file_graded_last_is_the_one_in_progress(studykit: Run, tmp_path: Path) -> None:
    studykit("next", SGD)
    (tmp_path / "other.py").write_text(mistaken(FIRST, "leaves_out_x"))
    studykit("grade", "other.py")
    assert studykit("hint", "--json").json["exercise"] == FIRST
    assert studykit("next", FIRST, "--json").json["file"] == str(tmp_path / "other.py")


def test_without_an_id_the_exercise_in_progress_is_meant_or_else_the_one_passed_last(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(solution(FIRST))
    studykit("grade", "right.py")
    assert studykit("solution", "--json").json["exercise"] == FIRST
    assert f"exercise:{FIRST}" in studykit("why").out
    studykit("next", SGD)
    assert f"exercise:{SGD}" in studykit("why").out


def test_a_starter_is_no_try(studykit: Run, tmp_path: Path) -> None:
    studykit("next", FIRST)
    ran = studykit("grade", "mse_gradient.py")
    assert (ran.code, ran.out.count("\n")) == (1, 1)
    assert "is still the starter" in ran.out
    assert studykit("grade", "mse_gradient.py", "--json").json["verdict"] == "failed"
    assert studykit("stats", "--json").json["reviews"] == 0
    assert studykit("due", "--json").json == []


def test_an_id_may_be_the_slug_alone(studykit: Run) -> None:
    assert studykit("next", "sgd_update", "--json").json["exercise"] == SGD
    assert studykit("answer", "step-reads", 4, "--json").json["item"] == "card:optimizers/step-reads"
    assert studykit("why", "optimizers/step-reads").code == 0
    assert studykit("suspend", SGD, "--json").json["item"] == f"exercise:{SGD}"


def test_next_says_what_a_named_exercise_builds_on(studykit: Run) -> None:
    assert "it builds on gradient_descent/numpy_loop" in " ".join(studykit("next", SGD).out.split())
    assert "did you mean optimizers/sgd_update" in studykit("next", "optimizers/sgd_updat").err


def test_known_hands_out_signatures_alone_and_a_pass_skips_what_it_builds_on(studykit: Run, tmp_path: Path) -> None:
    handed_out = studykit("known", "optimizers/zero_grad", "--to", "work", "--json").json
    file = Path(handed_out["file"])
    assert "NotImplementedError" in file.read_text()
    assert handed_out["skips"][-1] == SGD
    ran = studykit("known", "optimizers/zero_grad")
    assert "Rather fix a bug?  studykit reset work/zero_grad.py" in ran.out
    for text in (ran.out, file.read_text()):
        assert "no code to fix, only signatures: write the code yourself" in text

    file.write_text(solution("optimizers/zero_grad"))
    assert studykit("grade", file).code == 0
    assert studykit("next", "--json").json["exercise"] not in handed_out["skips"]
    assert studykit("known", SGD, "--json").json["skips"] == []


def test_known_leaves_other_work_on_the_exercise_alone(studykit: Run, tmp_path: Path) -> None:
    studykit("next", "optimizers/zero_grad")
    (tmp_path / "zero_grad.py").write_text(f"# studykit: {SGD}\n# mine\n")

    assert "Wrote zero_grad_2.py" in studykit("known", "optimizers/zero_grad").out
    assert "Your attempt goes on in zero_grad_2.py" in studykit("known", "optimizers/zero_grad").out
    assert (tmp_path / "zero_grad.py").read_text() == f"# studykit: {SGD}\n# mine\n"
    assert "did you mean optimizers/zero_grad" in studykit("known", "optimizers/zero_gard").err


def test_next_opens_the_editor_only_when_asked(studykit_process: Run) -> None:
    editor = f"{sys.executable} -c 'import sys; print(open(sys.argv[1]).readline())'"
    assert f"# studykit: {FIRST}" not in studykit_process("next", FIRST, EDITOR=editor, VISUAL="").out
    assert f"# studykit: {FIRST}" in studykit_process("next", FIRST, "--edit", EDITOR=editor, VISUAL="").out
    assert "Set VISUAL or EDITOR" in studykit_process("next", FIRST, "--edit", EDITOR="", VISUAL="").err
    assert studykit_process("next", FIRST, "--edit", EDITOR="no-such-editor", VISUAL="").code == 2


def test_a_folder_that_cannot_be_written_is_one_message(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = studykit("next", "--to", "file/below")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_a_starter_fails_and_the_solution_passes_under_any_file_name(studykit: Run, tmp_path: Path) -> None:
    studykit("next", FIRST, "--to", "work")
    (tmp_path / "work" / "mse_gradient.py").write_text(mistaken(FIRST, "leaves_out_x"))
    failed = studykit("grade", "work/mse_gradient.py")
    assert failed.code == 1
    assert "✗" in failed.out
    (tmp_path / "exercise.py").write_text(solution(FIRST))
    passed = studykit("grade", "exercise.py")
    assert passed.code == 0
    assert "Passed: 7 of 7 requirements hold." in passed.out
    assert "It comes back in 14 days" in passed.out
    assert "interval 14 days." in passed.out
    assert "Read on: https://d2l.ai/" in passed.out
    assert "Next: Indexing and masks" in passed.out


def test_files_beside_the_submission_take_nobodys_place(studykit: Run, tmp_path: Path, home: Path) -> None:
    home.mkdir()
    (home / "settings.yaml").write_text("server_idle_minutes: 0\n")
    for name in ("random.py", "torch.py", "conftest.py", "pytest.ini"):
        (tmp_path / name).write_text("raise SystemExit('the wrong one')\n")
    (tmp_path / "right.py").write_text(solution(FIRST))
    command = [str(Path(sys.executable).with_name("studykit")), "grade", "right.py"]
    env = {**os.environ, "STUDYKIT_HOME": str(home)}
    graded = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert graded.returncode == 0, graded.stderr


def test_grade_json_is_the_contract(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(mistaken(SGD, "climbs"))
    ran = studykit("grade", "a.py", "--json", "--seed", 5)
    report = ran.json
    assert ran.code == 1
    assert {"exercise", "verdict", "seed", "device", "seconds", "tests", "diagnosis", "schedule"} <= set(report)
    assert (report["exercise"], report["verdict"], report["seed"], report["device"]) == (SGD, "failed", 5, "cpu")
    assert set(report["seconds"]) == {"total", "tests"}
    assert {"name", "requirement", "outcome", "message", "expected", "got", "line"} <= set(report["tests"][0])
    assert report["tests"][0]["name"] == "test_each_parameter_moves_against_its_gradient"
    assert report["schedule"] is None


def test_a_failed_test_nudges_its_cards(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(mistaken(SGD, "climbs"))
    studykit("grade", "a.py")
    assert "card:optimizers/descent-direction" in [entry["item"] for entry in studykit("due", "--json").json]
    assert "nudged" in studykit("why", "card:optimizers/descent-direction").out
    studykit("undo")
    assert studykit("due", "--json").json == []


@pytest.mark.parametrize(
    ("history", "quality"),
    [([], 5), (["fail"], 4), (["hint"], 3), (["fail", "hint"], 3)],
)
def test_a_pass_is_a_review_whose_quality_is_how_it_came_about(studykit: Run, tmp_path: Path, history: list[str], quality: int) -> None:
    (tmp_path / "wrong.py").write_text(mistaken(SGD, "climbs"))
    (tmp_path / "right.py").write_text(solution(SGD))
    for step in history:
        studykit("grade", "wrong.py") if step == "fail" else studykit("hint", SGD)
    assert studykit("grade", "right.py").code == 0
    assert [step["quality"] for step in studykit("why", f"exercise:{SGD}", "--json").json["steps"]] == [quality]


def test_giving_up_shows_the_solution_and_brings_it_back_after_a_week(studykit: Run) -> None:
    studykit("next", FIRST)
    refused = studykit("solution")
    assert refused.code == 2
    assert "--give-up" in refused.err
    shown = studykit("solution", "--give-up")
    assert "def mse_gradient" in shown.out
    assert "comes back in 7 days" in shown.out
    assert studykit("why", f"exercise:{FIRST}", "--json").json["steps"][0]["quality"] == 1
    assert studykit("solution", "--json").json["also_right"]


def test_the_solution_is_free_after_a_pass(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(solution(FIRST))
    studykit("grade", "right.py")
    shown = studykit("solution", FIRST, "--all")
    assert shown.code == 0
    assert shown.out.count("def mse_gradient") >= 2


def test_hints_come_one_by_one_and_are_recorded(studykit: Run) -> None:
    studykit("next", FIRST)
    hints = [studykit("hint", "--json").json for _ in range(5)]
    assert [hint["hint"] for hint in hints] == [1, 2, 3, 4, 4]
    assert len({hint["text"] for hint in hints}) == 5
    assert "--give-up" in studykit("hint").out


def test_reset_brings_the_starter_back_and_keeps_a_backup(studykit: Run, tmp_path: Path) -> None:
    studykit("next", FIRST)
    file = tmp_path / "mse_gradient.py"
    starter = file.read_text()
    for mine in ("first\n", "second\n"):
        file.write_text(mine)
        assert studykit("reset").code == 0
    assert file.read_text() == starter
    assert {path.read_text() for path in tmp_path.glob("*.bak")} == {"first\n", "second\n"}


def test_a_due_fix_exercise_comes_back_with_another_mistake(studykit: Run, tmp_path: Path) -> None:
    studykit("next", FIRST)
    first = (tmp_path / "mse_gradient.py").read_text()
    (tmp_path / "mse_gradient.py").write_text(solution(FIRST))
    studykit("grade", "mse_gradient.py")
    studykit("undo")  # the pass of today, so that the one of years ago below leaves the exercise due
    studykit("answer", f"exercise:{FIRST}", 4, "--at", "2020-01-01")
    again = studykit("next", "--json").json
    assert again["exercise"] == FIRST
    assert again["reason"] == "it is due again"
    assert Path(again["file"]).name == "mse_gradient.py"
    assert (tmp_path / "mse_gradient.py.bak").read_text() == solution(FIRST)
    second = Path(again["file"]).read_text()
    assert second.split('"""')[1] == first.split('"""')[1]
    assert second.split('"""')[2] != first.split('"""')[2]


def test_list_shows_status_and_due_and_filters(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(solution(FIRST))
    studykit("grade", "right.py")
    studykit("next", "gradient_descent/numpy_loop")
    rows = {row["item"]: row for row in studykit("list", "--json").json}
    assert rows[f"exercise:{FIRST}"]["status"] == "passed"
    assert rows["exercise:gradient_descent/numpy_loop"]["status"] == "in_progress"
    assert rows[f"exercise:{SGD}"] | {"status": "new", "due": None, "topic": "optimizers"} == rows[f"exercise:{SGD}"]
    assert [row["item"] for row in studykit("list", "--status", "passed", "--json").json] == [f"exercise:{FIRST}"]
    assert len(rows) == len(list((ROOT / "exercises").glob("*/*/exercise.yaml")))


def test_list_cards_has_item_status_and_due(studykit: Run) -> None:
    studykit("answer", "card:autograd/leaf", 4)
    rows = studykit("list", "--cards", "--topic", "autograd", "--json").json
    leaf = next(row for row in rows if row["item"] == "card:autograd/leaf")
    assert leaf["status"] == "learning"
    assert leaf["due"]
    assert {row["deck"] for row in rows} == {"autograd"}
    assert "new" in studykit("list", "--cards").out


def test_studykit_alone_shows_today(studykit: Run) -> None:
    assert "10 new cards to meet" in studykit().out
    studykit("next", FIRST)
    today = studykit("--json").json
    assert today["in_progress"][0]["exercise"] == FIRST
    assert today["next"] == "gradient_descent/forward_and_mse"
    assert "studykit grade mse_gradient.py" in studykit().out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file"),
        (b"x = 1\n", "the first line names no exercise. Put this line at the top, as `studykit next` writes it: `# studykit: topic/slug`."),
        (b"# studykit: a/b\n", "no exercise 'a/b'"),
        (b"# studykit: optimizers/sgd_update\n\xff\n", "byte 34 is not UTF-8"),
        (b"# studykit: optimizers/sgd_update\n" + b"#" * (1 << 20), "larger than 1 MiB"),
    ],
)
def test_a_file_that_cannot_be_graded_is_one_message(studykit: Run, tmp_path: Path, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / "a.py").write_bytes(content)
    ran = studykit("grade", "a.py")
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_a_lost_first_line_is_given_back_by_the_name_of_the_file(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "sgd_update.py").write_text("def sgd_update(params, lr): pass\n")
    ran = studykit("grade", "sgd_update.py")
    assert ran.code == 2
    assert f"Put this line at the top, as `studykit next` writes it: `# studykit: {SGD}`." in ran.err


@pytest.mark.parametrize("answer", [solution(SGD), f"# studykit: {SGD}\ndef sgd_update(params, lr): pass\n"], ids=["passed", "failed"])
def test_a_verdict_is_shown_though_the_log_is_damaged(studykit: Run, home: Path, tmp_path: Path, answer: str) -> None:
    studykit("next", SGD)
    (home / "progress.db").write_bytes(b"no database any more" * 500)
    (tmp_path / "sgd_update.py").write_text(answer)

    shown, as_json = studykit("grade", "sgd_update.py"), studykit("grade", "sgd_update.py", "--json")

    assert (shown.code, as_json.code) == (2, 2)
    assert ("Passed: 11 of 11" in shown.out) == (as_json.json["verdict"] == "passed")
    assert " requirements hold." in shown.out
    assert as_json.json["schedule"] is None
    for ran in (shown, as_json):
        assert len(ran.err.splitlines()) == 1
        assert "is damaged, or no studykit log" in ran.err


def test_a_folder_or_a_pipe_is_no_submission(studykit: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    assert "is no regular file" in studykit("grade", "pipe.py").err
    assert "is no regular file" in studykit("grade", tmp_path).err


def test_a_syntax_error_is_told_at_once(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"# studykit: {SGD}\ndef sgd_update(params, lr)\n    pass\n")
    ran = studykit("grade", "a.py", "--json")
    assert ran.code == 1
    assert ran.json["verdict"] == "invalid"
    assert ran.json["device"] == "none"  # no server was started for it
    assert ran.json["line"] == 2
    assert {test["outcome"] for test in ran.json["tests"]} == {"not_run"}


def test_the_short_way_of_grade_prints_what_typers_prints(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(solution(SGD))
    studykit("grade", "a.py")  # the first pass moves the due date, the next ones do not
    short, long = studykit("grade", "a.py"), studykit("grade", "a.py", "--device", "auto")
    assert "requirements hold" in short.out
    assert (short.code, re.sub(r"[\d.]+ s", "# s", short.out)) == (long.code, re.sub(r"[\d.]+ s", "# s", long.out))
    missing = studykit("grade", "no.py"), studykit("grade", "no.py", "--device", "auto")
    assert (missing[0].code, missing[0].err) == (missing[1].code, missing[1].err) == (2, missing[0].err)


def test_a_reader_that_goes_away_is_no_bug(studykit: Run, tmp_path: Path, home: Path) -> None:
    (tmp_path / "a.py").write_text(solution(SGD))
    command = f"{sys.executable} -m studykit grade a.py | true; echo ${{PIPESTATUS[0]}}"
    env = {**os.environ, "STUDYKIT_HOME": str(home)}
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
    assert done.stderr == ""


@pytest.mark.parametrize("idle_minutes", [0, 15], ids=["a server of its own", "the background server"])
def test_ctrl_c_stops_a_grade_and_leaves_nothing_behind(
    studykit: Run, tmp_path: Path, home: Path, idle_minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.py").write_text(f"# studykit: {SGD}\nimport time\ndef sgd_update(params, lr):\n    time.sleep(60)\n")
    home.mkdir()
    (home / "settings.yaml").write_text(f"server_idle_minutes: {idle_minutes}\n")
    # Not the server of the other tests, whose processes would be counted, too. A short path: a socket's has at most 108 bytes.
    with TemporaryDirectory(prefix="sk") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        if idle_minutes:
            assert studykit("server", "start").code == 0
        command = [sys.executable, "-m", "studykit", "grade", "a.py"]
        server = studykit("server", "status", "--json").json["pid"] if idle_minutes else 0
        ahead = set(below(server)) if idle_minutes else set()  # forked before any job: with them alone the command may not have begun
        env = {**os.environ, "STUDYKIT_HOME": str(home)}
        running = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        server = server or running.pid
        wait_until(lambda: has_socket(running.pid) and len(set(below(server)) - ahead) >= 2)  # judge and worker at least
        started = below(server)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=20)
        assert running.returncode == 130
        assert err.strip().endswith("stopped.")
        wait_until(lambda: not [pid for pid in started if is_running(pid)])
        studykit("server", "stop")


def has_socket(pid: int) -> bool:
    """Whether a process has come so far that it talks to a grader."""
    try:
        return any(str(file.readlink()).startswith("socket:") for file in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


def below(pid: int) -> list[int]:
    """The descendants of a process."""
    children = [int(child) for task in Path(f"/proc/{pid}/task").glob("*") for child in (task / "children").read_text().split()]
    return [*children, *(grandchild for child in children for grandchild in below(child))]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_today_names_the_exercise_first_that_commands_without_a_name_mean(studykit: Run) -> None:
    for id in ("autograd/quiz", "tensors/views_and_strides"):
        studykit("next", id)
    assert [work["exercise"] for work in studykit("--json").json["in_progress"]] == ["tensors/views_and_strides", "autograd/quiz"]
    assert "\nstudykit grade views_and_strides.py\n" in studykit().out
    assert "tensors/views_and_strides" in studykit("hint").out
