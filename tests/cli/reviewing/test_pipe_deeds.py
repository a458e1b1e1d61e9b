"""`studykit review` through a pipe: what can be done besides answering, and what stands at the beginning and at the end."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studykit.progress.events import Kind
from studykit.progress.store import Store
from tests.conftest import Ran

NOON = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
B1, B2, B3 = (f"card:trial-basics/b{number}" for number in (1, 2, 3))
Piped = Callable[..., str]


@pytest.fixture
def editor(tmp_path: Path, environment: dict[str, str]) -> Callable[[str], None]:
    """Sets an editor that runs these shell lines on the file $2, called with +LINE in $1."""

    def set_up(lines: str) -> None:
        script = tmp_path / "editor.sh"
        script.write_text(f"#!/bin/sh\n{lines}\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        environment["VISUAL"] = str(script)

    return set_up


def kinds(log: Store) -> list[Kind]:
    return [event.kind for event in log.events()]


def test_words_do_as_well_as_keys(piped: Piped, log: Store) -> None:
    out = piped("flag\nbury\nundo\nredo\nsuspend\n\ngood\nquit\n")
    assert f"flagged {B1}\n" in out
    assert [f"buried {B1} for today; u brings it back", f"dug out {B1}", f"buried {B1}"] == [
        line for line in out.splitlines() if line.startswith(("buried", "dug"))
    ]
    assert kinds(log) == [Kind.FLAGGED, Kind.BURIED, Kind.UNDONE, Kind.UNDONE, Kind.SUSPENDED, Kind.REVIEWED]
    assert log.events()[-1].data["quality"] == 4


def test_a_flagged_card_says_so_and_stands_in_the_summary(piped: Piped) -> None:
    assert f"\nFlagged: {B1}\n" in piped("f\nq\n")
    assert f"1 of 3: {B1} (new) (flagged)\n" in piped("q\n")


def test_why_shows_the_arithmetic_and_asks_on(piped: Piped, log: Store) -> None:
    log.record(Kind.REVIEWED, B1, NOON - timedelta(days=3), {"quality": 4})
    out = piped("w\n\nw\n3\nq\n")
    assert out.count("2026-11-18  quality 4: I(1) = 1, ease 2.50 + 0.00 = 2.50; due 2026-11-19\n") == 2
    assert f"{B1} was due 2 days ago, interval 1 day.\n" in out
    assert f"recorded {B1} 4" in out


def test_the_page_where_one_reads_on_comes_by_a_key_and_with_why(piped: Piped, kin_pack: Path, log: Store) -> None:
    deck = kin_pack / "cards" / "trial-kin.yaml"
    deck.write_text(deck.read_text().replace("- {id: ", "- {see: ['https://pytorch.org/docs/stable/optim.html'], id: ", 1))
    out = piped("l\nb\nlink\nq\n", deck="trial-kin", pack=kin_pack)
    assert "Read on: https://pytorch.org/docs/stable/optim.html\n" in out
    assert "This card has no link.\n" in out
    assert kinds(log) == [Kind.BURIED]


def test_the_exercise_on_a_card_is_named_as_a_call(piped: Piped) -> None:
    assert "The exercise on it: `studykit next data/train_validation_split`" in piped("x\n", "--tag", "leakage", deck="data")
    assert f"No exercise is near {B1}" in piped("x\n")


@pytest.mark.parametrize("keys", [":b\n", ":bury\n"])
def test_a_colon_makes_a_letter_a_key_where_letters_answer(piped: Piped, log: Store, keys: str) -> None:
    piped(f"s\n{keys}{keys}{keys}", deck="trial-kinds")
    assert [event.item.rpartition("/")[2] for event in log.events()] == ["gap", "name", "order", "prints"]
    assert kinds(log)[1:] == [Kind.BURIED] * 3


def test_edit_opens_the_line_of_the_card_and_asks_it_as_it_is_then(piped: Piped, kin_pack: Path, editor: Callable[[str], None]) -> None:
    editor('echo "$1" > "$2.line"; sed -i "s/Kin 4?, back: Yes/Kin four?, back: Certainly/" "$2"')
    out = piped("b\nb\ne\n\n3\n", deck="trial-kin", pack=kin_pack)
    assert (kin_pack / "cards" / "trial-kin.yaml.line").read_text() == "+5\n"
    assert "read again card:trial-kin/k4\n" in out
    assert out.index("Kin 4?") < out.index("Kin four?") < out.index("Certainly.")
    assert "has changed" not in out


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('echo "- {id: k9, fornt: x}" >> "$2"', "unknown key 'fornt'"),
        ('echo "- [" >> "$2"', "YAML"),
        ("exit 3", "did not work"),
    ],
)
def test_an_edit_that_breaks_the_file_is_told_and_the_old_text_holds(
    piped: Piped, kin_pack: Path, editor: Callable[[str], None], lines: str, says: str
) -> None:
    editor(lines)
    out = piped("e\n\n3\nq\n", deck="trial-kin", pack=kin_pack)
    assert says in out
    assert "recorded card:trial-kin/k1 4" in out


def test_a_broken_edit_of_a_personal_deck_leaves_the_card_as_it_was(piped: Piped, home: Path, editor: Callable[[str], None]) -> None:
    (home / "cards").mkdir()
    (home / "cards" / "mine.yaml").write_text("- {id: m1, front: Mine?, back: Yes.}\n")
    editor('echo "- {id: m1" > "$2"')
    out = piped("e\n\n3\nq\n", deck="mine")
    assert "not read again; the old text is used until this is fixed, e opens the editor: " in out
    assert "recorded card:mine/m1 4" in out


def test_a_card_that_an_edit_removed_is_left_out(piped: Piped, kin_pack: Path, editor: Callable[[str], None]) -> None:
    editor('sed -i "/id: k1/d" "$2"')
    out = piped("e\nq\n", deck="trial-kin", pack=kin_pack)
    assert "card:trial-kin/k1 is no longer in " in out
    assert "left out card:trial-kin/k1" in out
    assert "card:trial-kin/k3 (new)" in out


def test_a_changed_answer_is_pointed_out_after_it_is_shown(piped: Piped, kin_pack: Path) -> None:
    deck = kin_pack / "cards" / "trial-kin.yaml"
    piped("\n3\nq\n", deck="trial-kin", pack=kin_pack, at="2026-11-20")
    deck.write_text(deck.read_text().replace("Kin 1?, back: Yes", "Kin 1?, back: No"))
    before, _, after = piped("\n3\nq\n", deck="trial-kin", pack=kin_pack).partition(
        "No.\n\nThe answer has changed since you last saw it.\n"
    )
    assert "Kin 1?" in before
    assert "recorded card:trial-kin/k1 4" in after
    assert "has changed" not in after


def test_what_waits_for_its_sibling_is_told_at_the_end(piped: Piped, kin_pack: Path, log: Store) -> None:
    for number in (1, 2, 3):
        log.record(Kind.REVIEWED, f"card:trial-kin/k{number}", NOON - timedelta(days=3), {"quality": 4})
    out = piped("\n3\n" * 3, deck="trial-kin", pack=kin_pack)
    assert "1 card waits for tomorrow: same concept as a card of today.\n" in out
    assert "k2" not in out


def test_the_eighth_lapse_is_pointed_out_at_once_and_at_the_end_with_an_exercise(piped: Piped, log: Store) -> None:
    item = "card:classification/stacked-linear"
    for day in range(8, 0, -1):
        log.record(Kind.REVIEWED, item, NOON - timedelta(days=day), {"quality": 1})
    out = piped("\n1\nq\n", deck="classification")
    leeches = [line for line in out.splitlines() if line.startswith(f"Leech: {item} was forgotten 8 times and is suspended.")]
    assert len(leeches) == 2
    assert all("`studykit next classification/circles`" in line for line in leeches)
    assert all("classification.yaml:" in line and f"`studykit resume {item}`" in line for line in leeches)


def test_the_summary_counts_grades_time_and_new_cards(piped: Piped) -> None:
    lines = piped("\n1\n\n3\n\n4\n\n2\nq\n").splitlines()
    assert lines[-2].startswith("Again 1, Good 1, Easy 1, 1 drilled; ")
    assert lines[-1] == "3 reviewed, 0 to go, 1 to drill, next due tomorrow: 3 cards."


def test_a_cram_asks_what_is_not_due_and_says_that_it_changes_nothing(piped: Piped, log: Store) -> None:
    piped("\n3\n" * 3)
    before = log.all_memory()
    out = piped("\n3\n\n1\n\n3\n\n3\n", "--cram")
    assert "\nCram: changes no due date\n" in out
    assert f"cram, 3 left: {B1}\n" in out
    assert out.splitlines()[-1] == "3 cards crammed, no due date changed, next due tomorrow: 3 cards."
    assert log.all_memory() == before


def test_a_tag_chooses_cards_and_an_unknown_one_is_named(piped: Piped, kin_pack: Path, studykit: Callable[..., object]) -> None:
    assert "1 of 1: card:trial-kin/k2" in piped("", "--tag", "signs", deck="trial-kin", pack=kin_pack)
    ran = studykit("review", "--tag", "autogard")
    assert ran.code == 2
    assert ran.err == "studykit: no tag 'autogard'; did you mean autograd? `studykit list --cards` shows all cards\n"


def test_a_search_that_no_card_matches_is_told(studykit: Callable[..., Ran]) -> None:
    ran = studykit("review", "--search", "qqqqqq")
    assert (ran.code, ran.err) == (2, "studykit: no card contains 'qqqqqq'; `studykit list --cards` shows all cards\n")


def backlog(log: Store, home: Path) -> None:
    (home / "settings.yaml").write_text("reviews_a_day: 1\n")
    for item, days in ((B1, 3), (B2, 9), (B3, 6)):
        log.record(Kind.REVIEWED, item, NOON - timedelta(days=days), {"quality": 4})


def test_a_backlog_is_no_wall_and_names_the_way_out(piped: Piped, log: Store, home: Path) -> None:
    backlog(log, home)
    out = piped("\n3\n")
    assert out.startswith(
        "3 due, 1 today, those most at risk first, and no new ones; spread the rest? `studykit review --deck trial-basics --spread 7`\n"
    )
    assert f"1 of 1: {B2}\n" in out
    assert out.count("--spread 7") == 1


def test_a_spread_puts_the_rest_off_and_one_undo_takes_it_back(
    piped: Piped, log: Store, home: Path, studykit: Callable[..., object]
) -> None:
    backlog(log, home)
    before = log.all_memory()
    out = piped("", "--spread", "2")
    assert out.startswith("3 due, 1 today; 2 put off until 2026-11-23, 1 a day; `studykit undo` takes it back.\n")
    assert "1 of 1" in out
    assert [memory.due.isoformat() for memory in log.all_memory() if memory.due] == ["2026-11-23", "2026-11-13", "2026-11-22"]
    assert studykit("undo").code == 0
    assert log.all_memory() == before


def test_a_cram_has_nothing_to_spread(studykit: Callable[..., object]) -> None:
    ran = studykit("review", "--cram", "--spread", "3")
    assert (ran.code, "a cram changes no due date" in ran.err) == (2, True)


def test_the_option_tag_completes(environment: dict[str, str]) -> None:
    words = {"_STUDYKIT_COMPLETE": "complete_bash", "COMP_WORDS": "studykit review --tag zer", "COMP_CWORD": "3"}
    call = "from studykit.cli.group import app; app(prog_name='studykit')"
    done = subprocess.run(
        [sys.executable, "-c", call], env={**os.environ, **environment, **words}, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["zero_grad"]
