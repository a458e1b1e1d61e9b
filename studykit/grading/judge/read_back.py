"""Which random numbers of a submission its mistakes are given, so that answers to the same calls can be compared.

Only those of probes where it draws others than the solution: a mistake that draws others than the solution fits no submission that draws
the same. To watch the draws of a call takes several times as long as the call, so one call decides for a probe, that of the largest inputs.
"""

from collections.abc import Callable, Iterable

from studykit.grading.judge.calls import Call
from studykit.grading.judge.probing import Draws

Drawn = Callable[[bytes], Draws]


def read_back(calls: Iterable[Call], submission: Drawn, solution: Drawn) -> dict[bytes, Draws]:
    """The submission's draws by request. `submission` and `solution` say what each of them draws for a request."""
    found: dict[bytes, Draws] = {}
    for requests in _by_probe(calls):
        largest = max(requests, key=len)
        drawn = submission(largest)
        if drawn and drawn.digest != solution(largest).digest:
            found |= {request: draws for request in requests if (draws := drawn if request is largest else submission(request))}
    return found


def _by_probe(calls: Iterable[Call]) -> list[list[bytes]]:
    """The requests of each probe, each once, in the order of the calls."""
    found: dict[str, dict[bytes, None]] = {}
    for call in calls:
        found.setdefault(call.probe, {})[call.request] = None
    return [list(requests) for requests in found.values()]
