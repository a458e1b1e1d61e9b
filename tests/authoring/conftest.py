"""The small pack, and a second one that builds on it."""

from pathlib import Path

import pytest

from tests.small_pack import PackFolder, pack_that_builds_on_it, small_pack


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return small_pack(tmp_path / "pack")


@pytest.fixture
def other_pack(tmp_path: Path) -> PackFolder:
    return pack_that_builds_on_it(tmp_path / "other")
