"""How a submission can fail to answer, and what the learner reads of it."""

import ast
import re
from dataclasses import dataclass
from typing import Any

from studykit.content.nearest import nearest
from studykit.grading.clean import clean
from studykit.grading.grade_report import Outcome, Verdict
from studykit.grading.job import Job
from studykit.grading.judge.blocked import explain, fault
from studykit.grading.judge.elsewhere import ENDS, explain_elsewhere, line_of
from studykit.grading.text_lines import lines as text_lines

_FORWARD = re.compile(r'Module \[(\w{1,80})\] is missing the required "forward" function')
_OF_FORM = ("TypeError", "AttributeError", "KeyError", "IndexError", "ValueError")


class ProbeFailed(Exception):
    """The submission did not answer a probe. `line` is the learner's; `kind` and `detail` are type and message of its exception; it is
    `refused` where its inputs had no part in it; `probe_line` is where the probe stood."""

    def __init__(
        self,
        outcome: Outcome,
        message: str,
        line: int | None = None,
        kind: str = "",
        detail: str = "",
        refused: bool = False,
        probe_line: int | None = None,
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.message = message
        self.line = line
        self.kind = kind
        self.detail = detail
        self.refused = refused
        self.probe_line = probe_line


class ImportFailed(ProbeFailed):
    """The submission could not be imported, so nothing of it can be judged."""

    def __init__(self, verdict: Verdict, message: str, line: int | None = None) -> None:
        super().__init__(Outcome.NOT_RUN, message, line)
        self.verdict = verdict


@dataclass(frozen=True)
class WorkerError:
    """An exception of the worker, read with care: the worker may be hostile."""

    type: str
    message: str
    line: int | None
    called: bool
    refused: str | None = None
    own: bool = False  # raised by a line of the submission itself, and not by a library that it called
    is_in_own_words: bool = False  # by a `raise` there
    probe_line: int | None = None


def read_error(fields: Any, job: Job) -> WorkerError:
    """The exception in a worker's reply; whatever is not of the right kind is left out."""
    fields = fields if isinstance(fields, dict) else {}
    lines = fields.get("lines") if isinstance(fields.get("lines"), list) else []
    source = text_lines(job.source)
    numbers = [entry[0] for entry in lines if isinstance(entry, list) and entry and type(entry[0]) is int and 0 < entry[0] <= len(source)]
    message = clean(str(fields.get("message", "")), 2000)
    kind = clean(str(fields.get("type")), 100)
    found = fault(kind, message, fields)
    refused = explain_elsewhere(found) or explain(found, "scratch" in job.needs)
    line = line_of(found, source, numbers[-1] if numbers else None)
    if forward := _FORWARD.search(message):
        message = f"{message}; {without_forward(job.source, forward[1])}"
    is_own = fields.get("own") is True
    in_own_words = is_own and str(fields.get("code")).startswith("raise")
    probe_line = fields.get("probe_line") if type(fields.get("probe_line")) is int else None
    return WorkerError(kind, message, line, fields.get("called") is True, refused, is_own, in_own_words, probe_line)


def without_forward(source: str, class_name: str) -> str:
    """What to do about a module that has no `forward`: a misspelt one is pointed out, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and nearest(method.name, ["forward"]):
                    return f"rename `{method.name}` (line {method.lineno}) to `forward`"
    return f"give `{class_name}` a method `forward`, which runs when the module is called"


def call_failed(error: WorkerError) -> ProbeFailed:
    """What a failed call means to the learner."""
    outcome, message, line = _told(error)
    kind = f"{error.type}{' in the call' if error.called else ''}"
    # What an author wrote into a message says nothing of the mistake.
    detail = "" if error.is_in_own_words else error.message
    return ProbeFailed(outcome, message, line, kind, detail, error.refused is not None, error.probe_line)


def _told(error: WorkerError) -> tuple[Outcome, str, int | None]:
    line = error.line
    where = f" (line {line})" if line else ""
    match error.type:
        case "MissingName":
            return (Outcome.FAILED, f"Your file defines no `{error.message}`; the task asks for it by this name.", None)
        case "Forbidden":
            return (Outcome.FAILED, _asks_to_build(error), line)
        case "NotImplementedError" if error.own:
            return (Outcome.FAILED, f"Not written yet: NotImplementedError in line {line}.", line)
        case "NotPlain" | "TooLong":
            return (Outcome.FAILED, f"What your code returned cannot be compared: {error.message}.", line)
        case "SystemExit" | "KeyboardInterrupt":
            return (Outcome.FAILED, f"Called exit(){f' in line {line}' if line else ''}; return a value instead.", line)
    if _is_memory(error):
        return (Outcome.OUT_OF_MEMORY, f"Requested more memory than this exercise allows{_amount(error)}{where}.", line)
    if error.refused:
        return (Outcome.FAILED, f"{error.refused} ({f'line {line}; ' if line else ''}{_one_line(error)})", line)
    if error.called:
        return (Outcome.FAILED, f"The signature does not fit the call in the task: {_one_line(error)}", line)
    if error.line is None and error.type in _OF_FORM:
        return (Outcome.FAILED, f"What your code returned does not have the form that the task asks for: {_one_line(error)}", line)
    if error.line is None:
        return (Outcome.FAILED, f"What your code returned could not be used: {_one_line(error)}", line)
    return (Outcome.FAILED, f"{_one_line(error)}{where}", line)


def import_failed(error: WorkerError) -> ImportFailed:
    """What a failed import means to the learner."""
    if _is_memory(error):
        return ImportFailed(Verdict.OUT_OF_MEMORY, f"Your file requests too much memory when it is imported{_amount(error)}.", error.line)
    where = f" in line {error.line}" if error.line else ""
    if error.refused:
        return ImportFailed(Verdict.INVALID, f"Your file cannot be imported{where}: {error.refused} ({_one_line(error)}).", error.line)
    if error.type == "Forbidden":
        return ImportFailed(Verdict.FAILED, f"While your file was imported: {_asks_to_build(error)}", error.line)
    if error.type in ("SystemExit", "KeyboardInterrupt"):
        return ImportFailed(Verdict.INVALID, f"{ENDS} ({f'line {error.line}; ' if error.line else ''}{_one_line(error)}).", error.line)
    hint = ""
    if error.type == "NotImplementedError" and error.own:
        hint = " Code at the top level runs at the import; put it into the function."
    # Python's own text of a syntax error ends with the line, too.
    told = re.sub(r" \([^()]*, line \d+\)$", "", _one_line(error))
    return ImportFailed(Verdict.INVALID, f"Your file cannot be imported: {told}{where}.{hint}", error.line)


def _asks_to_build(error: WorkerError) -> str:
    return f"uses {error.message}, which this exercise asks you to build{f' (line {error.line})' if error.line else ''}"


def _is_memory(error: WorkerError) -> bool:
    return error.type in ("MemoryError", "OutOfMemoryError", "_ArrayMemoryError") or "can't allocate memory" in error.message


def _amount(error: WorkerError) -> str:
    asked = re.search(r"tried to allocate (\d{1,20}) bytes", error.message)
    return f": {int(asked[1]) / 2**20:,.0f} MiB at once" if asked else ""


def _one_line(error: WorkerError) -> str:
    first = error.message.strip().split("\n", 1)[0]
    return f"{error.type}: {first}" if first else error.type
