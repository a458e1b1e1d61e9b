"""The cache: what was read once is read again only when a file has changed, and nothing wrong with it is ever an error."""

import json
import os
import shutil

import pytest
import yaml

EXERCISE = "exercises/optimizers/sgd_update/exercise.yaml"


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def kept(cache):
    (file,) = cache.iterdir()
    return file


def tampered(cache):
    """Marks what is kept, so that a test sees whether it was used."""
    text = kept(cache).read_text(encoding="utf-8")
    kept(cache).write_text(text.replace("The SGD update", "From the cache"), encoding="utf-8")


def title(pack, cache):
    return pack.library(cache).exercise("optimizers/sgd_update").title


def test_a_kept_library_equals_the_one_that_was_read(pack, cache):
    read = pack.library()
    assert pack.library(cache) == read
    assert pack.library(cache) == read


def test_a_second_start_uses_what_was_kept(pack, cache):
    pack.library(cache)
    tampered(cache)
    assert title(pack, cache) == "From the cache"


@pytest.mark.parametrize("file", [EXERCISE, "cards/optimizers.yaml", "exercises/curriculum.yaml"])
def test_a_changed_file_is_read_again_even_with_its_old_time(pack, cache, file):
    pack.library(cache)
    tampered(cache)
    before = (pack.path / file).stat()
    pack.write(file, (pack.path / file).read_bytes() + b"\n# changed\n")
    os.utime(pack.path / file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert title(pack, cache) == "The SGD update"


def test_a_new_deck_is_seen(pack, cache):
    pack.library(cache)
    pack.write("cards/more.yaml", "- {id: a, front: b, back: c}")
    assert "more/a" in pack.library(cache).cards


def test_a_pack_that_moved_keeps_no_old_path(pack, cache):
    pack.library(cache)
    moved = shutil.copytree(pack.path, pack.path.with_name("moved"))
    library = type(pack)(moved).library(cache)
    assert all(exercise.pack == moved for exercise in library.exercises.values())
    assert all(card.file.is_relative_to(moved) for card in library.cards.values())


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff", b'"text"', b"null", b"[" * 100_000])
def test_a_damaged_cache_is_no_cache(pack, cache, damage):
    pack.library(cache)
    kept(cache).write_bytes(damage)
    assert title(pack, cache) == "The SGD update"


@pytest.mark.parametrize("key", ["topics", "exercises", "cards"])
def test_a_cache_with_other_fields_is_no_cache(pack, cache, key):
    pack.library(cache)
    whole = json.loads(kept(cache).read_bytes())
    whole["contents"][key] = [{"other": 1}]
    kept(cache).write_text(json.dumps(whole), encoding="utf-8")
    assert pack.library(cache) == pack.library()


def test_a_cache_that_cannot_be_written_is_no_error(pack, cache):
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert title(pack, cache) == "The SGD update"


def test_a_faulty_pack_is_not_kept(pack, cache):
    pack.write("cards/optimizers.yaml", "[")
    with pytest.raises(Exception, match="YAML"):
        pack.library(cache)
    assert not cache.exists()


def test_nothing_unfinished_stays_behind(pack, cache):
    pack.library(cache)
    pack.replace(EXERCISE, "The SGD update", "Another title")
    assert title(pack, cache) == "Another title"
    assert [file.suffix for file in cache.iterdir()] == [".json"]


def test_what_is_kept_is_read_without_yaml(pack, cache, monkeypatch):
    library = pack.library(cache)
    for reads in ("load", "compose", "parse"):
        monkeypatch.setattr(yaml, reads, None)
    with pytest.raises(Exception, match="not callable"):
        pack.library()
    assert pack.library(cache) == library
