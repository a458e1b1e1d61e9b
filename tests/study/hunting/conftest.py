"""A log in which the exercise of a small pack was passed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.content.pack import Library
from studykit.progress.store import Store
from tests.hunt_pack import hunt_pack, library_with, passed

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_with(hunt_pack(tmp_path_factory.mktemp("hunt") / "pack"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "progress.db") as store:
        passed(store, NOW)
        yield store
