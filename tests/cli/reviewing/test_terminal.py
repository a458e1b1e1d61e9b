"""`studykit review` in a real terminal: one key each, nothing lost, nothing broken in 40 columns."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte
import pytest

from studykit.progress.events import Kind
from studykit.progress.store import Store

SHOWS = "shows the answer"
THREADED = Path(__file__).parent / "threaded"
Terminal = Callable[..., pexpect.spawn]


def threaded() -> str:
    """A path on which a module starts threads in every program, as numpy's OpenBLAS does."""
    return os.pathsep.join(filter(None, (str(THREADED), os.environ.get("PYTHONPATH"))))


@pytest.fixture
def long_pack(tmp_path: Path) -> Path:
    """A card whose answer is higher than a terminal of 50 lines."""
    answer = "\n".join(f"    - line {number}" for number in range(80))
    (tmp_path / "long" / "cards").mkdir(parents=True)
    (tmp_path / "long" / "cards" / "trial-long.yaml").write_text(f"- id: a\n  front: Why?\n  back: |\n{answer}\n")
    return tmp_path / "long"


def stop_and_go_on(child: pexpect.spawn) -> None:
    """Ctrl-Z, and fg in the shell."""
    child.send("\x1a")
    child.expect("Stopped")
    child.sendline("fg")


def qualities(log: Store) -> list[int]:
    return [event.data["quality"] for event in log.events() if event.kind is Kind.REVIEWED]


def screen_of(child: pexpect.spawn, columns: int) -> list[str]:
    screen = pyte.Screen(columns, 50)
    pyte.Stream(screen).feed(child.logfile_read.getvalue())
    return [line.rstrip() for line in screen.display]


def test_space_shows_and_digits_grade_without_enter(terminal: Terminal, log: Store) -> None:
    child = terminal()
    for key in "124":
        child.expect(SHOWS)
        child.send(" ")
        child.expect("4 Easy 1d")
        child.send(key)
        child.expect("recorded, due tomorrow")
    child.expect("Drill: changes no due date")
    child.send("q")
    child.expect("3 reviewed, 0 to go, 2 to drill")
    child.expect(pexpect.EOF)
    assert qualities(log) == [1, 3, 5]


def test_keys_pressed_ahead_are_kept_and_not_echoed(terminal: Terminal, log: Store) -> None:
    child = terminal()
    child.expect(SHOWS)
    child.send(" 3 3\r\rq")
    child.expect("3 reviewed")
    child.expect(pexpect.EOF)
    assert qualities(log) == [4, 4, 4]


def test_undo_and_suspend_by_one_key(terminal: Terminal, log: Store) -> None:
    child = terminal()
    child.expect(SHOWS)
    child.send(" 1u")
    child.expect("undone card:trial-basics/b1")
    child.send("s")
    child.expect("suspended card:trial-basics/b1")
    child.send("q")
    child.expect("0 reviewed, 2 to go")
    assert [event.kind for event in log.events()] == [Kind.REVIEWED, Kind.UNDONE, Kind.SUSPENDED]


def test_control_c_and_control_d_quit_with_all_answers_kept(terminal: Terminal, log: Store) -> None:
    for leave, said in (("\x03", "1 reviewed, 2 to go"), ("\x04", "1 reviewed, 1 to go")):
        child = terminal()
        child.expect(SHOWS)
        child.send(" 3")
        child.expect("recorded")
        child.expect(SHOWS)
        child.send(leave)
        child.expect(said)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
    assert qualities(log) == [4, 4]


def test_arrow_keys_do_nothing(terminal: Terminal, log: Store) -> None:
    child = terminal()
    child.expect(SHOWS)
    child.send("\x1b[A\x1b[1;5C\x1bOP 4q")
    child.expect("1 reviewed")
    assert qualities(log) == [5]


def test_an_answer_is_typed_with_editing_between_keys(terminal: Terminal, log: Store) -> None:
    child = terminal(deck="trial-kinds")
    child.expect(SHOWS)
    child.send("s")
    child.expect("> ")
    child.send("RLU\x1b[D\x1b[De\r")
    child.expect("Right.")
    child.send("4")
    child.expect("recorded")
    assert log.events()[-1].data["typed"] == "ReLU"


def test_it_goes_on_after_being_stopped(terminal: Terminal, log: Store) -> None:
    child = terminal()
    child.expect(SHOWS)
    child.kill(signal.SIGSTOP)
    child.kill(signal.SIGCONT)
    child.send(" 3q")
    child.expect("1 reviewed")
    assert qualities(log) == [4]


def test_in_forty_columns_no_line_and_no_word_is_cut(terminal: Terminal) -> None:
    child = terminal(deck="trial-kinds", columns=40)
    child.expect(SHOWS)
    child.send(" ")
    child.expect("Enter = 3")
    lines = screen_of(child, 40)
    assert "1 Again, 2 Hard, 3 Good, 4 Easy 1d" in lines
    assert "Enter = 3" in lines
    words = " ".join(lines).split()
    assert {"optimizer.step()", "[…],", ".grad,", "loss."} <= set(words)


def test_without_colour_nothing_is_coloured(terminal: Terminal) -> None:
    child = terminal(deck="trial-kinds", NO_COLOR="1")
    child.expect(SHOWS)
    child.send(" ")
    child.expect("Enter = 3")
    assert not re.search(r"\x1b\[(?:\d+;)*(?:3\d|4\d|9\d)", child.logfile_read.getvalue())


def test_a_dumb_terminal_gets_plain_text_and_may_send_whole_lines(terminal: Terminal, log: Store) -> None:
    child = terminal(TERM="dumb")
    child.expect(SHOWS)
    for line in ("\n", "3\n", " \n", "4\n"):
        child.send(line)
        child.expect(r"Enter = 3|shows the answer")
    assert "\x1b" not in child.logfile_read.getvalue()
    child.send("q\n")
    child.expect("2 reviewed")
    assert qualities(log) == [4, 5]


def test_a_colon_and_a_letter_are_a_command_where_letters_choose(terminal: Terminal, log: Store) -> None:
    child = terminal(deck="trial-kinds")
    child.expect(SHOWS)
    child.send("s")
    child.expect("> ")
    child.send(":s\r")
    child.expect("chooses")
    child.send(":b")
    child.expect("buried card:trial-kinds/order")
    assert [event.kind for event in log.events()] == [Kind.SUSPENDED, Kind.SUSPENDED, Kind.BURIED]


def test_the_editor_has_the_terminal_and_gives_it_back(terminal: Terminal, log: Store, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text("#!/bin/sh\nstty -a | grep -o -- '-*icanon'\nread line\necho got $line\n")
    script.chmod(0o755)
    child = terminal(VISUAL=str(script))
    child.expect(SHOWS)
    child.send("e")
    child.expect(r"\nicanon")
    child.send("a whole line\r")
    child.expect("got a whole line")
    child.expect("unchanged card:trial-basics/b1")
    child.expect(SHOWS)
    child.send(" 4q")
    child.expect("1 reviewed")
    assert qualities(log) == [5]


def test_a_stop_while_the_editor_runs_leaves_the_terminal_to_it(terminal: Terminal, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text("#!/bin/sh\necho ready\nread line\nstty -a | grep -o -- '-*icanon'\n")
    script.chmod(0o755)
    child = terminal(VISUAL=str(script))
    child.expect(SHOWS)
    child.send("e")
    child.expect("ready\r")
    child.kill(signal.SIGSTOP)
    child.kill(signal.SIGCONT)
    child.send("go\r")
    child.expect(r"\nicanon")
    child.expect(SHOWS)


def test_control_c_in_the_editor_ends_the_editor_alone(terminal: Terminal, tmp_path: Path) -> None:
    child = terminal(VISUAL="sh -c 'echo ready; sleep 20' editor")
    child.expect(SHOWS)
    child.send("e")
    child.expect("ready\r")
    child.send("\x03")
    child.expect("did not work")
    child.expect(SHOWS)


def test_a_resize_between_two_cards_is_seen(terminal: Terminal) -> None:
    child = terminal(deck="trial-kinds")
    child.expect(SHOWS)
    child.setwinsize(50, 40)
    child.send(" ")
    child.expect("Enter = 3")
    assert "1 Again, 2 Hard, 3 Good, 4 Easy 1d\r\nEnter = 3" in child.logfile_read.getvalue()


def test_the_keys_fit_into_forty_columns(terminal: Terminal) -> None:
    child = terminal(columns=40)
    child.expect(SHOWS)
    child.send("?")
    child.expect(SHOWS)
    lines = screen_of(child, 40)
    assert "b: bury the card, which is not asked" in lines
    assert max(map(len, lines)) <= 40


def test_a_pasted_text_grades_nothing_and_keys_go_on(terminal: Terminal, log: Store) -> None:
    child = terminal()
    child.expect(SHOWS)
    child.send("\x1b[200~ 4q\r3\x1b[201~")
    child.expect("Pasted text is ignored here")
    child.send(" 3")
    child.expect("recorded")
    child.send("q")
    child.expect("1 reviewed")
    child.expect(pexpect.EOF)
    assert qualities(log) == [4]
    assert child.logfile_read.getvalue().count("\x1b[?2004h") == child.logfile_read.getvalue().count("\x1b[?2004l")


def test_a_pasted_answer_is_one_answer(terminal: Terminal, log: Store) -> None:
    child = terminal(deck="trial-kinds")
    child.expect(SHOWS)
    child.send("s")
    child.expect("> ")
    child.send("\x1b[200~ReLU\n4\n\x1b[201~")
    child.send("\r")
    child.expect("Not right")
    child.send("1")
    child.expect("recorded")
    assert log.events()[-1].data["typed"] == "ReLU\n4"


def test_the_card_is_drawn_again_after_a_stop_and_keys_are_live_whatever_thread_hears_of_it(terminal: Terminal, log: Store) -> None:
    child = terminal(shell=True, PYTHONPATH=threaded())
    child.expect(SHOWS)
    child.send(" ")
    child.expect("Enter = 3")
    for _ in range(3):
        stop_and_go_on(child)
        child.expect("Question 1")
        child.expect("Answer 1")
        child.expect("Enter = 3")
    child.send("3")
    child.expect("recorded")
    assert qualities(log) == [4]


def test_a_line_begun_before_a_stop_goes_on_after_it(terminal: Terminal, log: Store) -> None:
    child = terminal(deck="trial-kinds", shell=True, PYTHONPATH=threaded())
    child.expect(SHOWS)
    child.send("s")
    child.expect("> ")
    child.send("Re")
    child.expect("Re")
    stop_and_go_on(child)
    child.expect("Which activation")
    child.expect("> Re")
    child.send("LU\r")
    child.expect("Right.")


def test_what_is_higher_than_the_terminal_scrolls_in_the_pager(terminal: Terminal, log: Store, long_pack: Path) -> None:
    child = terminal(deck="trial-long", pack=long_pack, PAGER="less", LESS="FRX")
    child.expect(SHOWS)
    child.send(" ")
    child.expect("line 20")
    child.send(" ")
    child.expect("line 79")
    child.send("q")
    child.expect("Enter = 3")
    child.send("4")
    child.expect("recorded")
    assert qualities(log) == [5]


def test_without_an_editor_set_e_opens_one_that_is_installed(terminal: Terminal, tmp_path: Path) -> None:
    editor = tmp_path / "vi"
    editor.write_text("#!/bin/sh\necho opened $2 at $1\n")
    editor.chmod(0o755)
    child = terminal(VISUAL="", EDITOR="", PATH=str(tmp_path))
    child.expect(SHOWS)
    child.send("e")
    child.expect(r"opened .*trial-basics.yaml at \+1")
    child.expect("unchanged card:trial-basics/b1")
