"""How a worker can be lost in the middle of a call, and what the learner reads of it."""

import signal

from studykit.grading.grade_report import Outcome, Verdict
from studykit.grading.judge.failures import ImportFailed, ProbeFailed


def timed_out(seconds: float, line: int | None) -> ProbeFailed:
    """A call that was still running after its time limit, in this line of the submission if that is known."""
    message = f"Still running after {seconds:g} s{_in_line(line)}: is there a loop that never ends?"
    return ProbeFailed(Outcome.TIMED_OUT, message, line)


def no_time_left(seconds: float) -> ProbeFailed:
    """A call that was not made, because the calls before it took all the time that a grade has."""
    return ProbeFailed(Outcome.TIMED_OUT, f"Not run: the tests before it took the {seconds:g} s that a grade may take.")


def broken(error: Exception) -> ProbeFailed:
    """A worker whose answer was none."""
    return ProbeFailed(Outcome.CRASHED, f"protocol: your code wrote to the grader's own channel ({error}).")


def ended(status: int | None, line: int | None, may_write: bool) -> ProbeFailed:
    """A process that ended with this exit code, negative for a signal, or closed its channel and went on (None)."""
    where = _in_line(line)
    if status is None:
        return ProbeFailed(Outcome.CRASHED, f"Closed the connection to the judge and went on{where}; return a value instead.", line)
    if status == -signal.SIGXFSZ:
        wrote = "Wrote more than 8 MB into one file" if may_write else "Printed more than 8 MB"
        return ProbeFailed(Outcome.CRASHED, f"{wrote} and was stopped: is there a print in an endless loop?", line)
    if status == -signal.SIGKILL:
        return ProbeFailed(Outcome.OUT_OF_MEMORY, "The system killed your code, most likely for the memory it took.", line)
    if status < 0:
        return ProbeFailed(Outcome.CRASHED, f"Crashed Python itself with {_signal_name(-status)}{where}.", line)
    return ProbeFailed(Outcome.CRASHED, f"Ended the whole process with exit code {status}{where}; return a value instead.", line)


def while_imported(failure: ProbeFailed) -> ImportFailed:
    """The same loss where it happened before the first call."""
    return ImportFailed(Verdict(failure.outcome.value), f"While your file was imported: {failure.message}", failure.line)


def _in_line(line: int | None) -> str:
    return f" in line {line}" if line else ""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal has a number only
        return f"signal {number}"
