"""What learners read uses the words of the field: those that the PyTorch docs use, and that one would search for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pack.learner_texts import ROOT, Sentence, allowed_words, files, misused, words

WORDS, ALLOWED, FILES = words(), allowed_words(), files()
PARTS = {part: [file for file in FILES if file.relative_to(ROOT).parts[0] == part] for part in ("README.md", "docs", "studykit", "cards")}
PARTS |= {
    topic.name: [file for base in ("exercises", "solutions") for file in FILES if file.is_relative_to(ROOT / base / topic.name)]
    for topic in sorted((ROOT / "exercises").iterdir())
    if topic.is_dir()
}


@pytest.mark.parametrize("part", PARTS)
def test_a_text_uses_the_words_of_the_field(part: str) -> None:
    found = [
        f"{sentence.file}:{sentence.line}: '{word}'; write {instead}\n    {sentence.text}"
        for file in PARTS[part]
        for sentence, word, instead in misused(file, WORDS, ALLOWED)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("one", ALLOWED, ids=lambda one: one.file)
def test_each_allowed_use_is_there_and_has_a_reason(one) -> None:
    assert one.reason
    chosen = [file for file in FILES if re.search(one.file, file.relative_to(ROOT).as_posix())]
    assert any(one.covers(sentence, word) for file in chosen for sentence, word, _ in misused(file, WORDS)), "remove it from the list"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The slope of the loss along b is positive.", "slope"),
        ("Mend the loop.", "Mend"),
        ("It empties the gradients.", "empties the gradients"),
        ("The slope of a straight line is w.", ""),
        ("The negative slope of leaky_relu is 0.01.", ""),
        ("The gradient with respect to b is positive.", ""),
    ],
)
def test_a_word_is_found_where_it_is_wrong(text: str, word: str) -> None:
    found = [hit for known in WORDS if (hit := known.found_in(Sentence("cards/x.yaml", 1, text)))]
    assert found == ([word] if word else [])


def test_words_are_spelled_one_way() -> None:
    """American, as torch's own words."""
    ran = subprocess.run([Path(sys.executable).with_name("codespell")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
