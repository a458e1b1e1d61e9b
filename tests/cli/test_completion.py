"""Tab, as bash asks for it: with the words that it has cut at blanks and colons."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.cli.tab_in_bash import rejoined
from tests.conftest import Ran

Run = Callable[..., Ran]
UPDATE = "optimizers/update-in-place"
# What `studykit --show-completion` prints, without its last line; `studykit` is this one, and the words are as bash gives them.
SCRIPT = """
studykit() {{ "{python}" -m studykit "$@"; }}
export -f studykit
_completion() {{
    local IFS=$'\\n'
    COMPREPLY=( $( COMP_WORDS="${{COMP_WORDS[*]}}" COMP_CWORD=$COMP_CWORD _STUDYKIT_COMPLETE=complete_bash studykit ) )
}}
COMP_WORDS=({words}); COMP_CWORD={current}
_completion
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def tab(studykit: Run, *words: str) -> list[str]:
    ran = studykit(_STUDYKIT_COMPLETE="complete_bash", COMP_WORDS="\n".join(["studykit", *words]), COMP_CWORD=str(len(words)))
    assert ran.err == ""
    return ran.out.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["why", "card", ":", "optimizers/update-"], UPDATE),
        (["why", "card:optimizers/update-"], f"card:{UPDATE}"),
        (["why", "optimizers/update-"], UPDATE),
        (["answer", "exercise", ":", "optimizers/sgd_up"], "optimizers/sgd_update"),
        (["hint", "optimizers/sgd_up"], "optimizers/sgd_update"),
    ],
)
def test_an_item_is_completed_from_where_bash_has_cut_it(studykit: Run, words: list[str], offered: str) -> None:
    assert tab(studykit, *words) == [offered]


def test_after_the_colon_all_of_that_kind_are_offered(studykit: Run) -> None:
    assert UPDATE in tab(studykit, "why", "card", ":")


def test_before_the_colon_whole_items_are_offered(studykit: Run) -> None:
    assert f"card:{UPDATE}" in tab(studykit, "why", "")


@given(st.lists(st.from_regex(r"[a-z:/]{1,9}", fullmatch=True), min_size=1, max_size=5))
def test_words_that_bash_has_cut_are_the_words_again(words: list[str]) -> None:
    words = [word.strip(":").replace("::", ":") or "x" for word in words]
    cut = [part for word in words for part in parts_of(word)]
    assert rejoined(cut, len(cut) - 1)[:2] == (words, len(words) - 1)


def parts_of(word: str) -> list[str]:
    """A word as bash cuts it."""
    return [part for part in word.replace(":", "\n:\n").split("\n") if part]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_puts_the_answer_behind_the_colon(tmp_path: Path) -> None:
    script = SCRIPT.format(python=sys.executable, words="studykit why card : optimizers/update-", current=4)
    ran = subprocess.run(
        ["bash", "--norc", "-c", script], env={**os.environ, "STUDYKIT_HOME": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert ran.stdout == f"{UPDATE}\n"
