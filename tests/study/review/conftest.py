"""The packs to review from."""

from pathlib import Path

import pytest

from tests.review_packs import concept_pack, review_pack


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return review_pack(tmp_path_factory.mktemp("pack") / "pack")


@pytest.fixture
def kin_pack(tmp_path: Path) -> Path:
    """A pack of one's own to edit."""
    return concept_pack(tmp_path / "kin")
