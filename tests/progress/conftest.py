"""A real database in a folder that does not exist yet, as on a learner's first day."""

from pathlib import Path

import pytest

from studykit.progress.store import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "studykit" / "progress.db"


@pytest.fixture
def store(path: Path):
    with Store.open(path) as opened:
        # Each commit waits for the disk, which only the tests of durability need; they open their own.
        opened.connection.execute("PRAGMA synchronous = OFF")
        yield opened
