"""Refuses a file that is no Python at once: that needs no torch and no server."""

import ast
import time

from studykit.grading.grade_report import Failure, Report, Result, Verdict, not_run
from studykit.grading.job import Job
from studykit.grading.places import placed
from studykit.grading.syntax import explain_syntax


def unparsable(job: Job) -> Report | None:
    """The report on a submission with a syntax error; None if it parses."""
    started = time.monotonic()
    try:
        # A name that no file has: Python would quote the line from a file of that name, which a notebook is not made of.
        compile(job.source, f"<{job.file_name}>", "exec", dont_inherit=True, flags=ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        failure = placed(Failure(Verdict.INVALID, explain_syntax(error), error.lineno), job.cells, all_lines=True)
    except (ValueError, RecursionError, MemoryError) as error:  # a null byte; nesting beyond what the parser takes
        failure = Failure(Verdict.INVALID, f"Your file is not Python source: {error or type(error).__name__}")
    else:
        return None
    results = not_run(requirements(job), "Not run: your file does not parse.")
    return Report(job.exercise, Verdict.INVALID, job.seed, "none", time.monotonic() - started, 0.0, results, failure, source=job.source)


def requirements(job: Job) -> tuple[Result, ...]:
    """The tests of a suite as its text declares them, none run; none of a suite that cannot be read, which the judge tells."""
    try:
        body = ast.parse(job.suite_path.read_text(encoding="utf-8")).body
    except (OSError, ValueError, SyntaxError):
        return ()
    tests = [node for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return tuple(Result(test.name, requirement(test.name, ast.get_docstring(test))) for test in tests)


def requirement(name: str, docstring: str | None) -> str:
    """The sentence that a learner reads for a test: its docstring's first paragraph, else its name in words."""
    return " ".join((docstring or "").split("\n\n")[0].split()) or name.removeprefix("test_").replace("_", " ")
