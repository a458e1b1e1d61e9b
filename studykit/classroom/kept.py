"""What was graded, kept by content, so that a second start goes on where the first stopped, and nothing is graded twice."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from studykit.errors import ClassError
from studykit.grading.grade_report import Report
from studykit.study.whole_file import write_text

FOLDER = "kept"


class Kept:
    """Reports in files, by the key of the answer, in a folder `kept` of the output."""

    def __init__(self, out: Path) -> None:
        self._folder = out / FOLDER
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ClassError(f"{out}: cannot be made a folder ({error.strerror}). Give --out another one.") from None

    def report(self, key: str) -> Report | None:
        """The report on an answer; None if there is none, or none that can be read."""
        try:
            return report_from(json.loads(self._file(key).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None

    def keep(self, key: str, report: Report) -> None:
        """Keep a report, whole or not at all."""
        write_text(self._file(key), json.dumps(plain(report)))

    def reports(self, keys: Iterable[str]) -> dict[str, Report]:
        """The reports that are kept, of those that are asked for."""
        return {key: report for key in keys if (report := self.report(key)) is not None}

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def plain(report: Report) -> Any:
    """A report as JSON takes it."""
    return _adapter().dump_python(report)


def report_from(fields: Any) -> Report:
    """The report that `plain` made plain; ValueError if it is none."""
    report: Report = _adapter().validate_python(fields)
    return report


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter  # start-up time: only what is kept is read

    return TypeAdapter(Report)
