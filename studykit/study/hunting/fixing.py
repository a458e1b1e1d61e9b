"""The program of a hunt as a file to fix: the task of its exercise over the code with the bug."""

from datetime import datetime

from studykit.content.mistake import mistake_named
from studykit.content.starter import task_over
from studykit.progress.store import Store
from studykit.study.hunting.now import HuntNow
from studykit.study.workspace import HandedOut, open_program


def hand_out_to_fix(now: HuntNow, store: Store, at: datetime) -> HandedOut:
    """Write the file under a free name, and have it in progress; other work on the exercise stays as it is. SubmissionError if it cannot
    be written."""
    text = task_over(now.exercise, mistake_named(now.exercise, now.hunt.name))
    return open_program(now.exercise, store, text, at)
