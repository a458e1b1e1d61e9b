"""What a learner reads of an exercise that is itself broken: whose fault it is, and who should hear of it."""

from pathlib import Path

from studykit.content.installed import builtin_pack, installed_packs
from studykit.errors import BrokenExercise
from studykit.grading.job import Job


def broken_exercise(job: Job, fault: str) -> BrokenExercise:
    """The error for a fault of the pack, `FILE:LINE: what`."""
    message = f"The exercise {job.exercise} is itself broken; your file was not graded, and nothing was recorded.\n{fault}\n"
    return BrokenExercise(f"{message}Please report the line above to {_author(_pack_of(job))}.", fault)


def _pack_of(job: Job) -> Path:
    above = Path(job.suite).resolve().parents
    return above[min(3, len(above) - 1)]  # of solutions/topic/slug/test_slug.py


def _author(pack: Path) -> str:
    if pack == builtin_pack().resolve():
        return "the authors of studykit"
    for installed in installed_packs():
        if installed.folder and pack == Path(installed.folder).resolve():
            return f"the authors of the package {installed.owner}{_home_page(installed.owner)}"
    return f"the author of the pack {pack}, who can run `studykit check {pack}`"


def _home_page(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, metadata  # start-up time: few packs are broken

    try:
        found = metadata(package)
    except PackageNotFoundError:
        return ""
    pages = [found["Home-page"], *(line.partition(", ")[2] for line in found.get_all("Project-URL") or ())]
    return next((f" ({page})" for page in pages if page), "")
