"""An exercise joins the curriculum where its author would put it, and nothing else moves."""

import pytest

from studykit.authoring.curriculum_file import with_exercise
from studykit.errors import PackError

NAME = "curriculum.yaml"
TEXT = """\
# In this order.
- topic: tensors   # first
  title: Tensors
  exercises: [row_means, # easy
              twice]  # two

- topic: losses
  title: Losses
  exercises:
    - mse   # a comment
"""


@pytest.mark.parametrize(
    ("topic", "old", "new"),
    [
        ("tensors", "twice]", "twice, added]"),
        ("losses", "    - mse   # a comment\n", "    - mse   # a comment\n    - added\n"),
        ("new_topic", "a comment\n", "a comment\n\n- topic: new_topic\n  title: New topic\n  exercises: [added]\n"),
    ],
)
def test_an_exercise_comes_last_in_its_topic(topic, old, new):
    assert with_exercise(TEXT, NAME, topic, "added") == TEXT.replace(old, new)


@pytest.mark.parametrize(
    "text", ["", "# nothing yet", "- topic: t\n  title: T\n  exercises: []\n", "- topic: t\n  title: T\n", "- title: T\n  topic: t"]
)
def test_a_curriculum_without_exercises_gets_its_first(text):
    assert "exercises: [added]" in with_exercise(text, NAME, "t", "added")


@pytest.mark.parametrize("text", ["topic: t\n", "[{topic: t, title: T, exercises: [a]}]\n", "- {topic: t, title: T, exercises}\n"])
def test_a_layout_that_does_not_take_one_is_told(text):
    with pytest.raises(PackError, match=NAME):
        with_exercise(text, NAME, "t", "added")
