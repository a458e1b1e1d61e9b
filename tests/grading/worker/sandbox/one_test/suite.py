"""A suite of one test that nothing passes: what a submission printed is shown for failed tests only."""

from typing import Any


def test_run(probes: Any) -> None:
    """run() gives what it cannot give."""
    assert probes.run() == "anything else"
