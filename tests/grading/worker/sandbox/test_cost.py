"""What the sandbox costs: some milliseconds a worker."""

import time
from collections.abc import Callable
from typing import Any

from studykit.grading.isolation import ALL_LAYERS

MILLISECONDS_AT_MOST = 50  # on a busy machine of two cores; 6 to 8 on a quiet one


def test_the_layers_cost_milliseconds(does: Callable[..., dict[str, Any]], user: str) -> None:
    seconds: dict[tuple[str, ...], list[float]] = {(): [], ALL_LAYERS: []}
    for _ in range(12):
        for layers, taken in seconds.items():
            started = time.perf_counter()
            does("return None", layers=list(layers))
            taken.append(time.perf_counter() - started)
    added = 1000 * (min(seconds[ALL_LAYERS]) - min(seconds[()]))
    print(f"as {user}: the sandbox adds {added:.1f} ms to a grade of {1000 * min(seconds[()]):.0f} ms (best of 12)")  # noqa: T201 - the measurement
    # Where a bare grade takes longer than that, the machine is overloaded, and all takes as many times longer.
    assert added < max(MILLISECONDS_AT_MOST, 1000 * min(seconds[()]))
