"""`report`: one page with the numbers of `stats --json`, written where nothing is lost by it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
CARD = "card:optimizers/descent-direction"


def test_the_page_carries_exactly_the_numbers_of_stats(studykit: Run, tmp_path: Path) -> None:
    for day, quality in (("2026-01-01", 4), ("2026-01-02", 1), ("2026-01-03", 4)):
        studykit("answer", CARD, quality, "--at", day)
    written = studykit("report", "--html", "page.html", "--at", "2026-01-03")
    assert written.out == "Wrote page.html; open it in a browser.\n"
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    carried = re.search(r'<script type="application/json" id="numbers">(.*?)</script>', page, re.DOTALL)
    assert carried is not None
    assert json.loads(carried[1]) == studykit("stats", "--json", "--at", "2026-01-03").json


def test_a_report_may_be_of_one_deck(studykit: Run, tmp_path: Path) -> None:
    studykit("answer", CARD, 4, "--at", "2026-01-01")
    studykit("report", "--deck", "autograd", "--at", "2026-01-01")
    page = (tmp_path / "studykit.html").read_text(encoding="utf-8")
    assert "As of 2026-01-01; only autograd." in page
    assert "Nothing is here yet" in page


def test_an_earlier_report_is_replaced_and_no_draft_stays(studykit: Run, tmp_path: Path) -> None:
    assert studykit("report", "page.html", "--at", "2026-01-01").code == 0
    assert studykit("report", "page.html", "--at", "2026-01-02").code == 0
    assert "As of 2026-01-02" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.glob("*page*")] == [path.name for path in tmp_path.glob("page.html")] == ["page.html"]
    assert not list(tmp_path.glob(".page*"))


def test_a_file_of_another_kind_is_never_replaced(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.html").write_text("<p>mine</p>")
    ran = studykit("report", "--html", "notes.html")
    assert ran.code == 2
    assert "no report of studykit" in ran.err
    assert (tmp_path / "notes.html").read_text() == "<p>mine</p>"


@pytest.mark.parametrize(("file", "says"), [(".", "cannot be replaced"), ("nowhere/page.html", "cannot be written (No such file")])
def test_where_no_page_can_be_it_says_so(studykit: Run, file: str, says: str) -> None:
    ran = studykit("report", file)
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_the_page_shows_pictures_of_the_answers_that_passed(studykit: Run, tmp_path: Path) -> None:
    exercise = "gradient_descent/mse_gradient"
    (tmp_path / "mine.py").write_text(f"# studykit: {exercise}\n{(ROOT / 'solutions' / exercise / 'solution.py').read_text()}")
    assert studykit("grade", "mine.py").code == 0
    (tmp_path / "mine.py").unlink()

    studykit("report", "with.html")
    studykit("report", "without.html", "--no-pictures")
    studykit("report", "other.html", "--deck", "autograd")

    page = (tmp_path / "with.html").read_text(encoding="utf-8")
    assert "Drawn from your own code" in page
    assert page.count("data:image/png;base64,iVBOR") == 2  # on light and on dark ground
    assert not any("base64" in (tmp_path / name).read_text(encoding="utf-8") for name in ("without.html", "other.html"))


def test_an_answer_that_can_no_longer_be_drawn_is_told_and_left_out(studykit: Run, tmp_path: Path, home: Path) -> None:
    kept = home / "answers" / "gradient_descent" / "mse_gradient.py"
    kept.parent.mkdir(parents=True)
    kept.write_text("def gradient(x, y, b, w): return nothing\n")
    ran = studykit("report", "page.html")
    assert ran.code == 0
    assert "studykit: left out of the report: mse_gradient.py" in ran.err
    assert "Drawn from your own code" not in (tmp_path / "page.html").read_text(encoding="utf-8")
