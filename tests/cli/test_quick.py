"""The quick way and Typer's: whatever is typed, both say the same and end the same."""

import io
import os
import shutil
import sys
from contextlib import chdir
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studykit.cli.app import main
from studykit.cli.declared import Command, Parameter, declared_in
from studykit.cli.quick import QUICK, quick_call
from studykit.cli.top import studykit as top
from tests.conftest import Ran, examples


def declared(name: str) -> Command:
    found = declared_in(import_module(f"studykit.cli.commands.{name}"))
    assert found is not None
    return found


COMMANDS = {name: declared(name) for name in sorted(QUICK)}
CARD = "card:autograd/leaf"
TEXTS = [CARD, "autograd", "optimizers/sgd_update", "nonsense", "2026-01-02", "2026-01-02T09:30", "nowhere.py", "", "-", "-x", "a b"]
NUMBERS = ["0", "4", "365", "-1", "6", "99999999999999", "04", " 4", "4_0", "x", ""]
PATHS = [".", "pack", "nowhere", "locked", ""]
STRAY = ["--help", "--", "-", "--nonsense", "-x", "stray", "--json=1"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a state folder in which some cards are due, and the packs are in the cache."""
    place = tmp_path_factory.mktemp("prepared")
    (place / "home").mkdir()
    (place / "home" / "settings.yaml").write_text("server_idle_minutes: 0\n")
    (place / "locked").write_text("")
    (place / "locked").chmod(0)
    (place / "pack" / "cards").mkdir(parents=True)
    (place / "pack" / "cards" / "spare.yaml").write_text("- id: one\n  front: Which one?\n  back: This one.\n")
    (place / "pack" / "exercises").mkdir()
    (place / "pack" / "exercises" / "curriculum.yaml").write_text("topics: []\n")
    for card in (CARD, "card:losses/column-minus-row", "card:losses/mse-only-warns"):
        assert ran(place, ["answer", card, "4", "--at", "2026-01-01"]).code == 0
    return place


def ran(place: Path, words: list[str], **environment: str) -> Ran:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, chdir(place), Path(os.devnull).open() as nothing:
        patch.setattr(sys, "argv", ["studykit", *words])
        for name, stream in (("stdin", nothing), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        for name, value in {"STUDYKIT_HOME": str(place / "home"), "COLUMNS": "100", **environment}.items():
            patch.setenv(name, value)
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return Ran(code, *texts)


def given_for(parameter: Parameter) -> st.SearchStrategy[list[str]]:
    """Words for a parameter, right and wrong ones."""
    texts = st.sampled_from({int: NUMBERS, Path: PATHS}.get(parameter.kind, TEXTS))
    if not parameter.names:
        return texts.map(lambda text: [text])
    alone = st.sampled_from(parameter.names).map(lambda name: [name])
    if parameter.is_flag:
        return alone
    both = st.tuples(st.sampled_from(parameter.names), texts)
    return st.one_of(alone, both.map(list), both.map("=".join).map(lambda word: [word]))


def some_of(parameters: tuple[Parameter, ...]) -> st.SearchStrategy[list[str]]:
    words = st.one_of(*(given_for(parameter) for parameter in parameters if parameter.name != "version"))
    return st.lists(words, max_size=4).map(lambda several: list(chain(*several)))


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    nothing: st.SearchStrategy[list[str]] = st.just([])
    line = draw(nothing | some_of(top.parameters))
    # What doctor says of servers, memory and free space is another thing the next moment.
    if name := draw(st.sampled_from([*(name for name in COMMANDS if name != "doctor"), ""])):
        parameters = COMMANDS[name].parameters
        arguments = chain(*(draw(nothing | given_for(each)) for each in parameters if not each.names))
        line = [*line, name, *arguments, *draw(some_of(parameters))]
    stray = draw(nothing | nothing | nothing | st.sampled_from(STRAY).map(lambda word: [word]))
    place = draw(st.integers(0, len(line)))
    return [*line[:place], *stray, *line[place:]]


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(words=command_lines())
def test_both_ways_say_the_same_and_end_the_same(words: list[str], prepared: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"  # the same path for both: it is part of what is said
    shutil.copytree(prepared, place)
    quick = ran(place, words)
    shutil.rmtree(place)
    shutil.copytree(prepared, place)
    by_typer = ran(place, words, _OTHER_COMPLETE="Tab in another program: Typer reads every call, as it does for Tab")
    shutil.rmtree(place)
    assert quick == by_typer


@pytest.mark.parametrize("name", COMMANDS)
def test_a_quick_command_takes_each_of_its_options_without_typer(name: str) -> None:
    required = {"answer": [CARD, "4"], "grade": ["nowhere.py"]}.get(name, [])
    for option in (parameter for parameter in COMMANDS[name].parameters if parameter.names):
        value = [] if option.is_flag else [{"device": "cpu", "format": "lines", "feedback": "verdict"}.get(option.name, "4")]
        assert quick_call([name, *required, option.names[0], *value]) is not None


@pytest.mark.parametrize("line", ["--version", "due --help", "list", "due --cuont", "due --quiet=1", "answer a/b", "due x"])
def test_what_is_not_plain_is_left_to_typer(line: str) -> None:
    assert quick_call(line.split()) is None


def test_the_list_of_commands_is_remembered_for_the_width_of_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    first = ran(tmp_path, ["--help"], COLUMNS="60")
    assert " doctor " in first.out
    assert ran(tmp_path, ["--help"], COLUMNS="60") == first
    wider = ran(tmp_path, ["--help"])
    assert wider.out.splitlines() != first.out.splitlines()
    kept = tmp_path / "home" / "cache" / "help.json"
    kept.write_text(kept.read_text().replace("doctor", "nurse"))
    assert " nurse " in ran(tmp_path, ["--help"]).out  # so it is what was kept
    kept.write_text("[")
    assert ran(tmp_path, ["--help"]) == wider


def test_help_makes_no_state_folder(tmp_path: Path) -> None:
    assert ran(tmp_path, ["--help"]).code == 0
    assert not (tmp_path / "home").exists()
