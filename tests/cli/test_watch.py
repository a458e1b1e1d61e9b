"""`studykit watch` in a real terminal and in a pipe: the last save is graded, keys work, nothing is left behind."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from studykit.progress.events import Kind
from studykit.progress.store import Store
from tests.conftest import Ran, mistaken, wait_until
from tests.notebook_files import replace_in_notebook, write_notebook

ROOT = Path(__file__).parents[2]
FIRST = "gradient_descent/mse_gradient"
SECOND = "optimizers/sgd_update"
FILE = "mse_gradient.py"
SOLUTION = f"# studykit: {FIRST}\n{(ROOT / 'solutions' / FIRST / 'solution.py').read_text()}"
ENDLESS = SOLUTION.replace("    error = ", "    while True: pass\n    error = ")
AT_REST = r"graded as saved at"
ROWS, COLUMNS = 60, 100

Run = Callable[..., Ran]


def mistake(name: str) -> str:
    return mistaken(FIRST, name)


class Watched:
    """`studykit watch` on a terminal: the bytes it writes, and the screen that they make."""

    def __init__(self, folder: Path, home: Path, *arguments: str) -> None:
        env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        env |= {"STUDYKIT_HOME": str(home), "TERM": "xterm-256color", "PYTHONUTF8": "1"}
        command = ["-m", "studykit", "watch", *arguments]
        self.child = pexpect.spawn(sys.executable, command, cwd=folder, env=env, dimensions=(ROWS, COLUMNS), encoding="utf-8")
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)

    @property
    def screen(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def until(self, pattern: str, seconds: float = 60) -> str:
        """Read until the screen shows `pattern`; give the screen."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.screen):
            assert time.monotonic() < deadline, f"no {pattern!r} in\n{self.screen}"
            self._read(0.05)
        return self.screen

    def rest(self, seconds: float) -> str:
        """Read for a while; give the screen."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._read(0.05)
        return self.screen

    def end(self) -> int | None:
        self.child.expect(pexpect.EOF, timeout=20)
        self.child.close()
        return self.child.exitstatus

    def _read(self, seconds: float) -> None:
        with contextlib.suppress(pexpect.TIMEOUT):
            self._stream.feed(self.child.read_nonblocking(65536, timeout=seconds))


@pytest.fixture
def watch(tmp_path: Path, home: Path) -> Iterator[Callable[..., Watched]]:
    started: list[Watched] = []

    def start(*arguments: str) -> Watched:
        started.append(Watched(tmp_path, home, *arguments))
        return started[-1]

    yield start
    for watched in started:
        watched.child.close(force=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file to watch; it holds a mistake that is not the starter."""
    (tmp_path / FILE).write_text(mistake("leaves_out_x"))
    return tmp_path / FILE


def grades(home: Path) -> list[str]:
    with Store.open(home / "progress.db") as log:
        return [event.data["verdict"] for event in log.events() if event.kind is Kind.GRADED]


def graded(home: Path) -> list[str]:
    with Store.open(home / "progress.db") as log:
        return [event.item.removeprefix("exercise:") for event in log.events() if event.kind is Kind.GRADED]


def test_each_save_is_graded_in_place_and_recorded(watch: Callable[..., Watched], file: Path, home: Path) -> None:
    watched = watch(FILE)
    first = watched.until("Not yet: 3 of 7")
    file.write_text(SOLUTION)
    second = watched.until("Passed: 7 of 7")
    assert first.splitlines()[0] == second.splitlines()[0] == f"The gradient of the mean squared error · {FIRST}"
    assert "Not yet" not in second
    assert second.rstrip().splitlines()[-1] == "h hint · d details · s solution · p picture · n next · l list · r reset · q quit"
    assert grades(home) == ["failed", "passed"]


def test_each_save_of_a_notebook_is_graded(watch: Callable[..., Watched], tmp_path: Path, home: Path) -> None:
    notebook = write_notebook(tmp_path / "a.ipynb", "#: # Task", mistake("leaves_out_x"), "%grade")
    replace_in_notebook(notebook, f"# studykit: {FIRST}", f"# studykit: {FIRST}\n%matplotlib inline")
    watched = watch("a.ipynb")
    assert "graded without what only a notebook understands: `%matplotlib inline` (cell 2, line 2)" in watched.until("Not yet: 3 of 7")
    write_notebook(notebook, "#: # Task", SOLUTION, "%grade")
    assert "%matplotlib" not in watched.until("Passed: 7 of 7")
    notebook.write_text("")
    watched.until("is empty, so it was never saved")
    write_notebook(notebook, SOLUTION, "#: # A cell that answers nothing changes nothing")
    watched.until("graded as saved at")
    assert grades(home) == ["failed", "passed"]


def test_of_two_exercises_the_one_whose_cells_were_changed_last_is_graded(
    watch: Callable[..., Watched], tmp_path: Path, home: Path
) -> None:
    notebook = write_notebook(tmp_path / "a.ipynb", f"{mistake('leaves_out_x')}\n# mine", mistaken(SECOND, "climbs"))
    watched = watch("a.ipynb")
    assert f"a.ipynb answers {FIRST} and {SECOND}" in watched.until(AT_REST)
    replace_in_notebook(notebook, f"# studykit: {SECOND}\n", f"# studykit: {SECOND}\nx = 1\n")
    watched.until(f"Now {SECOND}, whose cells were changed last")
    assert SECOND in watched.until(AT_REST).splitlines()[0]
    replace_in_notebook(notebook, f"# studykit: {FIRST}\n", f"# studykit: {FIRST}\nx = 1\n")
    watched.until(f"Now {FIRST}, whose cells were changed last")
    assert FIRST in watched.until(AT_REST).splitlines()[0]
    assert graded(home) == [FIRST, SECOND, FIRST]


def test_of_two_exercises_the_one_that_is_named_is_kept(watch: Callable[..., Watched], tmp_path: Path, home: Path) -> None:
    notebook = write_notebook(tmp_path / "a.ipynb", f"{mistake('leaves_out_x')}\n# mine", mistaken(SECOND, "climbs"))
    watched = watch("a.ipynb", "--exercise", SECOND)
    assert "also answers" not in watched.until(AT_REST)
    replace_in_notebook(notebook, f"# studykit: {FIRST}\n", f"# studykit: {FIRST}\nx = 1\n")
    replace_in_notebook(notebook, f"# studykit: {SECOND}\n", f"# studykit: {SECOND}\nx = 1\n")
    wait_until(lambda: len(graded(home)) == 2)
    assert graded(home) == [SECOND, SECOND]


def test_an_exercise_is_named_with_a_file(studykit: Run) -> None:
    ran = studykit("watch", "--exercise", SECOND)
    assert ran.code == 2
    assert "goes with FILE." in ran.err


def test_of_quick_saves_only_the_last_counts(watch: Callable[..., Watched], file: Path, home: Path) -> None:
    watched = watch(FILE)
    watched.until("Not yet: 3 of 7")
    for text in (mistake("halves_the_gradient"), ENDLESS, mistake("keeps_the_square"), SOLUTION):
        file.write_text(text)
        time.sleep(0.01)
    watched.until("Passed: 7 of 7")
    assert "Passed" in watched.rest(1)
    assert grades(home)[-1] == "passed"
    assert "timed_out" not in grades(home)


def test_a_save_in_the_middle_of_a_grade_cancels_it(watch: Callable[..., Watched], file: Path, home: Path) -> None:
    watched = watch(FILE)
    watched.until("Not yet: 3 of 7")
    file.write_text(ENDLESS)
    watched.until("grading …")
    watched.rest(1)
    file.write_text(SOLUTION)
    watched.until("Passed: 7 of 7")
    assert grades(home) == ["failed", "passed"]


@pytest.mark.parametrize("key", ["q", "\x03"], ids=["q", "Ctrl-C"])
def test_a_verdict_that_is_shown_is_recorded_though_the_comparison_with_mistakes_goes_on(
    watch: Callable[..., Watched], file: Path, home: Path, key: str
) -> None:
    file.write_text(SOLUTION.replace("2 * error", "7 * error"))
    watched = watch(FILE)
    watched.until("comparing with known mistakes|" + AT_REST)
    watched.child.send(key)
    assert watched.end() == 0
    assert grades(home) == ["failed"]


def test_a_file_saved_by_rename_deleted_and_written_again_is_graded(watch: Callable[..., Watched], file: Path, home: Path) -> None:
    watched = watch(FILE)
    watched.until("Not yet: 3 of 7")
    file.with_name("draft").write_text(SOLUTION)
    file.with_name("draft").rename(file)
    watched.until("Passed: 7 of 7")
    file.unlink()
    watched.until("mse_gradient.py is gone")
    file.write_text(mistake("leaves_out_x"))
    watched.until("Not yet: 3 of 7")
    watched.until(AT_REST)
    assert grades(home) == ["failed", "passed", "failed"]


def test_a_folder_that_is_replaced_is_watched_again(watch: Callable[..., Watched], tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / FILE).write_text(mistake("leaves_out_x"))
    watched = watch(f"work/{FILE}")
    watched.until("Not yet: 3 of 7")
    work.rename(tmp_path / "old")
    watched.until("is gone")
    work.mkdir()
    (work / FILE).write_text(SOLUTION)
    watched.until("Passed: 7 of 7")


def test_identical_content_saved_again_is_not_graded_twice(watch: Callable[..., Watched], file: Path, home: Path) -> None:
    watched = watch(FILE)
    watched.until(AT_REST)
    for _ in range(3):
        file.write_text(mistake("leaves_out_x"))
        watched.rest(0.3)
    assert grades(home) == ["failed"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"# studykit: {FIRST}\ndef mse_gradient(:\n".encode(), "SyntaxError: invalid syntax in line 2"),
        (b"# studykit: \xff\n", "byte 12 is not UTF-8"),
        (b"def mse_gradient(): pass\n", "the first line names no exercise"),
        (b"# studykit: no/such\n", "no exercise 'no/such'"),
    ],
)
def test_what_is_wrong_with_a_file_is_shown_and_watching_goes_on(
    watch: Callable[..., Watched], file: Path, content: bytes, says: str
) -> None:
    watched = watch(FILE)
    watched.until(AT_REST)
    file.write_bytes(content)
    watched.until(re.escape(says))
    file.write_text(SOLUTION)
    assert says not in watched.until("Passed: 7 of 7")


def test_without_a_file_the_next_exercise_is_handed_out_and_its_starter_is_no_try(
    watch: Callable[..., Watched], tmp_path: Path, home: Path
) -> None:
    watched = watch()
    shown = watched.until("Not recorded: this is the starter")
    assert "Wrote forward_and_mse.py" in shown
    assert "Write two functions" in shown
    assert (tmp_path / "forward_and_mse.py").read_text().startswith("# studykit: gradient_descent/forward_and_mse\n")
    assert grades(home) == []


def test_hints_come_by_key_and_the_solution_after_the_pass(watch: Callable[..., Watched], file: Path, studykit: Run) -> None:
    watched = watch(FILE)
    watched.until(AT_REST)
    watched.child.send("h")
    watched.until("Hint 1 of 4")
    watched.child.send("s")
    assert "2 * error.mean()" not in watched.until("The solution is free after the pass")
    file.write_text(SOLUTION)
    watched.until("Passed: 7 of 7")
    watched.child.send("s")
    watched.until(re.escape("2 * error.mean()"))
    watched.child.send("l")
    watched.until(r"passed +\d+-\d+-\d+ +gradient_descent/mse_gradient")
    assert [step["quality"] for step in studykit("why", f"exercise:{FIRST}", "--json").json["steps"]] == [3]


def test_n_moves_on_and_watches_the_next_file(watch: Callable[..., Watched], file: Path, tmp_path: Path) -> None:
    watched = watch(FILE)
    watched.until(AT_REST)
    file.write_text(SOLUTION)
    watched.until("Passed: 7 of 7")
    watched.child.send("n")
    watched.until("Not recorded: this is the starter")
    assert watched.until("Wrote indexing_and_masks.py").startswith("Indexing and masks")
    watched.child.send("n")
    watched.until("First this one")
    following = "tensors/indexing_and_masks"
    solution = (ROOT / "solutions" / following / "solution.py").read_text()
    (tmp_path / "indexing_and_masks.py").write_text(f"# studykit: {following}\n{solution}")
    watched.until("Passed: ")


def test_a_long_list_opens_at_the_exercise_and_scrolls(watch: Callable[..., Watched], tmp_path: Path) -> None:
    (tmp_path / "late.py").write_text("# studykit: diffusion/noise_schedule\nx = 1\n")
    watched = watch("late.py")
    watched.until(AT_REST)
    watched.child.send("l")
    assert "gradient_descent/mse_gradient" not in watched.until("(?m)^in_progress +diffusion/noise_schedule ")
    watched.child.send("\x1b[5~\x1b[5~\x1b[5~")
    watched.until("(?m)^new +gradient_descent/mse_gradient ")
    watched.child.send("\r")
    watched.until("Not yet|Not graded")


def test_e_opens_the_editor_and_v_a_review_and_both_give_the_keys_back(
    tmp_path: Path, watch: Callable[..., Watched], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text("#!/bin/sh\necho editing $(basename $1)\nread line\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    watched = watch(FILE)
    watched.until(AT_REST)
    watched.child.send("e")
    watched.until("(?m)^editing mse_gradient.py")
    watched.child.send("q\r")
    watched.child.send("v")
    watched.until("1 of 1\\d")
    watched.child.send("\x03")
    watched.until("Any key goes back")
    watched.child.send("x")
    watched.until("The keys:|h hint · d details")
    watched.child.send("h")
    watched.until("Hint 1 of 4")


def test_b_goes_back_to_the_exercise_before(watch: Callable[..., Watched], tmp_path: Path, studykit_process: Run) -> None:
    for id in (FIRST, "gradient_descent/forward_and_mse"):
        studykit_process("next", id, "--to", str(tmp_path))
    watched = watch()
    watched.until("forward_and_mse.py · graded")
    watched.child.send("b")
    watched.until("mse_gradient.py · (watching|graded|saved|loading)")
    watched.child.send("b")
    watched.until("There is no earlier exercise")


def test_r_brings_the_starter_back_and_keeps_the_work(watch: Callable[..., Watched], file: Path, home: Path) -> None:
    watched = watch(FILE)
    watched.until(AT_REST)
    watched.child.send("r")
    watched.until("your work is kept in mse_gradient.py.bak")
    watched.until("Not recorded: this is the starter")
    assert file.with_name(f"{FILE}.bak").read_text() == mistake("leaves_out_x")
    assert file.read_text() != mistake("leaves_out_x")
    assert grades(home) == ["failed"]


def test_a_server_that_is_lost_meanwhile_is_replaced_and_ends_with_the_watch(
    watch: Callable[..., Watched], file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "settings.yaml").write_text("server_idle_minutes: 0\n")
    marker = f"studykit-test-{os.getpid()}-lost"
    monkeypatch.setenv("TORCH_TEST_MARKER", marker)
    watched = watch(FILE)
    watched.until("Not yet: 3 of 7")
    for process in processes_with(marker):
        if process != watched.child.pid:
            os.kill(process, signal.SIGKILL)
    file.write_text(SOLUTION)
    watched.until("Passed: 7 of 7")
    file.write_text(ENDLESS)
    watched.until("grading …")
    watched.rest(1)
    assert len(processes_with(marker)) >= 4  # the watch, its server, a judge and a worker
    watched.child.send("q")
    assert watched.end() == 0
    wait_until(lambda: processes_with(marker) == [])
    assert grades(home) == ["failed", "passed"]


@pytest.mark.parametrize("key", ["q", "\x04", "\x03"], ids=["q", "Ctrl-D", "Ctrl-C"])
def test_the_watch_ends_by_key_and_records_nothing_of_a_grade_under_way(
    watch: Callable[..., Watched], file: Path, home: Path, key: str
) -> None:
    file.write_text(ENDLESS)
    watched = watch(FILE)
    watched.until("grading …")
    watched.rest(0.5)
    watched.child.send(key)
    assert watched.end() == 0
    assert grades(home) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_gives_the_terminal_back_as_it_was(tmp_path: Path, home: Path, file: Path, number: int) -> None:
    shell = pexpect.spawn("/bin/sh", cwd=tmp_path, env={**os.environ, "STUDYKIT_HOME": str(home), "TERM": "xterm"}, timeout=60)
    shell.sendline("stty -g >before")
    shell.sendline(f"{sys.executable} -m studykit watch {FILE} & echo PID $!; fg; echo EN''DED")
    shell.expect(r"PID (\d+)")
    pid = int(shell.match[1])
    shell.expect("loading PyTorch")
    os.kill(pid, number)
    shell.expect("ENDED")
    shell.sendline("stty -g >after; echo DO''NE")
    shell.expect("DONE")
    shell.close(force=True)
    assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text()


def test_in_a_pipe_the_output_is_only_appended_to(tmp_path: Path, home: Path, file: Path) -> None:
    env = {**os.environ, "STUDYKIT_HOME": str(home), "COLUMNS": "100", "FORCE_COLOR": ""}
    command = [sys.executable, "-m", "studykit", "watch", FILE]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as piped:
        assert piped.stdin is not None
        assert piped.stdout is not None
        first = read_until(piped.stdout, "Not yet: 3 of 7")
        file.write_text(SOLUTION)
        second = read_until(piped.stdout, "Passed: 7 of 7")
        piped.stdin.write("h\nq\n")
        piped.stdin.flush()
        rest = piped.stdout.read()
    assert "Watching mse_gradient.py" in first
    assert "✓" in second
    assert "Hint 1 of 4" in rest
    assert "\x1b" not in first + second + rest
    assert piped.returncode == 0


def test_with_no_keys_to_read_watching_goes_on(tmp_path: Path, home: Path, file: Path) -> None:
    env = {**os.environ, "STUDYKIT_HOME": str(home)}
    command = [sys.executable, "-m", "studykit", "watch", FILE]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as piped:
        assert piped.stdout is not None
        read_until(piped.stdout, "Not yet: 3 of 7")
        file.write_text(SOLUTION)
        read_until(piped.stdout, "Passed: 7 of 7")
        piped.send_signal(signal.SIGINT)
        assert "Stopped watching" in piped.stdout.read()
    assert piped.returncode == 0


def test_a_call_that_names_no_submission_is_one_message(studykit: Run, tmp_path: Path) -> None:
    assert "no such file" in studykit("watch", "no.py").err
    (tmp_path / "a.py").write_text("x = 1\n")
    ran = studykit("watch", "a.py")
    assert ran.code == 2
    assert "the first line names no exercise" in ran.err


def read_until(stream: object, text: str) -> str:
    read = ""
    for line in iter(stream.readline, ""):  # type: ignore[attr-defined]
        read += line
        if text in line:
            return read
    raise AssertionError(f"no {text!r} in\n{read}")


def processes_with(marker: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if marker in (folder / "environ").read_bytes().decode(errors="replace"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def test_a_key_draws_the_pictures_of_the_file_as_it_stands(watch: Callable[..., Watched], file: Path) -> None:
    watched = watch(FILE)
    watched.until("Not yet: 3 of 7")
    watched.child.send("p")
    drawn = watched.until("── yours")
    watched.child.send("\r")
    assert "Along w" in drawn
    watched.until(r"(?s)\A(?!.*Along w)")


def test_what_cannot_be_drawn_is_said_and_the_watch_goes_on(watch: Callable[..., Watched], file: Path) -> None:
    file.write_text(SOLUTION.replace("    error = ", "    error = nothing + "))
    watched = watch(FILE)
    watched.until("NameError")
    watched.child.send("p")
    assert "there is nothing to draw yet" in watched.until("studykit grade mse_gradient.py` says more")
    file.write_text(SOLUTION)
    watched.until("Passed: 7 of 7")
