"""A scaffolded exercise is well-formed as it stands, and takes the place of nothing."""

import pytest

from studykit.authoring.lint import faults
from studykit.authoring.scaffold import scaffold
from studykit.content.pack import builtin_pack, load_library
from studykit.errors import PackError


@pytest.fixture
def library(pack):
    return pack.library()


def test_a_new_pack_holds_a_whole_exercise_with_todos(tmp_path, library):
    written = scaffold("tensors/twice", tmp_path / "own", library)
    assert faults(tmp_path / "own", [builtin_pack()]) == []
    exercise = load_library([tmp_path / "own"]).exercise("tensors/twice")
    assert {
        exercise.starter,
        exercise.solution,
        exercise.probes,
        exercise.suite,
        *exercise.also_right,
        exercise.solution_folder / "mistakes.md",
    } <= set(written)
    assert all("TODO" in file.read_text() for file in written if file.name != "curriculum.yaml")


def test_a_second_one_joins_the_first(tmp_path, library):
    for name in ("tensors/twice", "tensors/row_means", "losses/twice"):
        scaffold(name, tmp_path / "own", library)
    assert faults(tmp_path / "own") == []
    found = load_library([tmp_path / "own"])
    assert list(found.exercises) == ["tensors/twice", "tensors/row_means", "losses/twice"]
    assert set(found.cards) == {"tensors/twice", "tensors/row-means", "losses/twice"}


@pytest.mark.parametrize("id", ["twice", "tensors/two words", "tensors/class", "a/b/c", "../up/x", ""])
def test_a_name_that_is_no_topic_and_slug_is_told(tmp_path, library, id):
    with pytest.raises(PackError, match="two Python names"):
        scaffold(id, tmp_path / "own", library)
    assert not (tmp_path / "own").exists()


def test_what_is_there_is_not_written_over(pack, library):
    before = {file: file.read_bytes() for file in pack.path.rglob("*") if file.is_file()}
    with pytest.raises(PackError, match="already exists"):
        scaffold("optimizers/zero_grad", pack.path, library)
    assert {file: file.read_bytes() for file in pack.path.rglob("*") if file.is_file()} == before


def test_the_name_of_an_exercise_elsewhere_is_refused(tmp_path, library):
    with pytest.raises(PackError, match="is in the pack"):
        scaffold("optimizers/zero_grad", tmp_path / "own", library)


@pytest.mark.parametrize("broken", ["exercises/curriculum.yaml", "cards/optimizers.yaml"])
def test_a_pack_that_does_not_parse_is_left_as_it_was(pack, library, broken):
    pack.write(broken, "- 'open")
    before = sorted(pack.path.rglob("*"))
    with pytest.raises(PackError, match="YAML"):
        scaffold("optimizers/twice", pack.path, library)
    assert sorted(pack.path.rglob("*")) == before
