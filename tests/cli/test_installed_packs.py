"""An installed pack that is broken is told in one line on stderr, and every command works with the rest."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, wait_until

Run = Callable[..., Ran]
CARD = "- id: a\n  front: b\n  back: c\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder on the path with one sound pack, `words`, and one that is broken, `broken`."""
    site = tmp_path / "site"
    add(site, "words", CARD)
    add(site, "broken", "- id: 'open")
    return site


def add(site: Path, name: str, deck: str) -> None:
    (site / name / "cards").mkdir(parents=True)
    (site / name / "__init__.py").touch()
    (site / name / "cards" / f"{name}.yaml").write_text(deck, encoding="utf-8")
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[studykit.packs]\n{name} = {name}\n", encoding="utf-8")


@pytest.fixture
def run(site: Path, studykit_process: Run) -> Run:
    return lambda *words: studykit_process(*words, PYTHONPATH=f"{site}:{Path(__file__).parents[2]}")


@pytest.mark.parametrize(
    "command", [["due", "--json"], ["list", "--cards", "--json"], ["why", "card:words/a"], ["next"], ["stats", "--json"]]
)
def test_every_command_goes_on_and_tells_it_in_one_line(run: Run, command: list[str]) -> None:
    run("answer", "card:words/a", 1)
    for _ in range(2):  # the second time from the cache
        ran = run(*command)
        assert ran.code == 0, ran.err
        assert ran.err.count("left out the installed pack 'broken': cards/broken.yaml:1:12: YAML") == 1
        assert "pip install --force-reinstall broken" in ran.err
        assert "installed pack" not in ran.out


def test_an_answer_is_recorded_beside_a_broken_pack(run: Run) -> None:
    ran = run("answer", "card:words/a", 4)
    assert ran.code == 0
    assert ran.err.count("\n") == 1


def test_a_shell_prompt_is_told_when_it_is_found_and_not_each_time(run: Run, site: Path) -> None:
    run("answer", "card:words/a", 1)
    later = ["--at", "2090-01-01"]
    wait_until(lambda: run("due", "--quiet", *later).err == "")  # a state that may still change is not kept
    for option in ("--quiet", "--count"):
        ran = run("due", option, *later)
        assert (ran.code, ran.err) == (0, "")
    (site / "broken/cards/broken.yaml").write_text("- id: 'still open", encoding="utf-8")
    ran = run("due", "--quiet", *later)
    assert "left out the installed pack 'broken'" in ran.err
    assert ran.out == ""


def test_a_given_pack_takes_the_place_of_the_installed_one_of_its_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken/cards").mkdir(parents=True)
    (tmp_path / "broken/cards/mended.yaml").write_text(CARD, encoding="utf-8")
    ran = run("--pack", "broken", "list", "--cards", "--topic", "mended")
    assert ran.code == 0
    assert ran.err == ""
    assert "mended/a" in ran.out


def test_a_given_pack_that_is_broken_is_an_error(run: Run, site: Path) -> None:
    ran = run("--pack", "site/broken", "next")
    assert ran.code == 2
    assert "YAML" in ran.err
    assert "left out" not in ran.err


def test_doctor_finds_it(run: Run) -> None:
    ran = run("doctor", "--json")
    assert ran.code == 1
    (packs,) = (finding for finding in ran.json["findings"] if finding["name"] == "packs")
    assert not packs["well"]
    assert "left out the installed pack 'broken'" in packs["says"]
