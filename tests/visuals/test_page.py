"""The page of `report`: whole in itself, readable without scripts, drawn by a real browser where there is one."""

import html
import json
import re
import shutil
import subprocess
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from studykit.progress.half_year import last_weeks
from studykit.visuals.report.report_page import page
from studykit.visuals.words import duration, percent, span

TODAY = date(2026, 3, 11)
BROWSER = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


def recall(reviews, recalled, **name):
    return {**name, "reviews": reviews, "recalled": recalled, "retention": recalled / reviews if reviews else None}


def numbers(deck="autograd", reviews=7):
    return {
        "day": TODAY.isoformat(),
        "decks": [],
        "reviews": reviews,
        "reviews_today": 2,
        "by_day": {"2026-03-11": 2, "2026-03-02": 61} if reviews else {},
        "by_quality": dict.fromkeys("012345", 0),
        "retention": 0.625 if reviews else None,
        "streak_days": 1,
        "longest_streak_days": 3,
        "grades": 0,
        "passes": 0,
        "exercises": {"all": 5, "passed": 2, "due": 1},
        "cards": {"all": 90, "met": 41, "due": 3, "waiting": 1},
        "hunts": {"all": 4, "begun": 2, "done": 9, "found": 6, "missed": 2, "due": 1, "waiting": 0},
        "why_waiting": ["1 card waits for tomorrow: same concept as a card of today."],
        "retention_by_deck": [recall(8, 5, deck=deck)] if reviews else [],
        "retention_asked": None,
        "retention_by_interval": [recall(8, 5, from_days=1, to_days=1), recall(0, 0, from_days=91, to_days=None)],
        "forecast": [
            {"day": (TODAY + timedelta(days=n)).isoformat(), "cards": n % 4, "exercises": n % 2, "hunts": n % 3} for n in range(30)
        ],
        "topics": [{"topic": "losses", "title": "Losses", "passed": 2, "open": 3, "tries": 17, "hints": 6, "given_up": 1}],
        "bug_kinds": [{"card": "losses/mean", "met": 3, "found": 1, "missed": 2}, {"card": "", "met": 1, "found": 1, "missed": 0}],
        "hardest": [recall(4, 1, item="card:a/b", front="What <b>is</b> it?", lapses=3, suspended=False)],
        "weeks": [{"monday": week[0].isoformat(), "reviews": n, "seconds": 60.0 * n} for n, week in enumerate(last_weeks(TODAY))],
        "seconds": {"all": 7505.0, "reviews": 7505.0, "hunts": 0, "drills": 0, "grades": 0, "today": 9.0, "typical_review": 6.4},
        "seconds_by_day": {},
    }


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, name):
        return [attributes for tag, attributes in self.found if tag == name]


def without_scripts(text):
    return re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


def test_nothing_is_loaded_from_anywhere():
    text = page(numbers())
    tags = Tags(text)
    loaded = [value for _, attributes in tags.found for name, value in attributes.items() if name in ("src", "href", "action", "data")]

    assert loaded == ["data:,"]  # the icon, which a browser would ask for otherwise
    assert "sourceMappingURL" not in text
    assert not re.search(r"url\(|@import|https?:", without_scripts(text))
    policy = next(meta["content"] for meta in tags.of("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def test_a_phone_shows_it_in_its_own_width_and_in_its_own_colours():
    text = page(numbers())

    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in Tags(text).of("meta")
    assert "prefers-color-scheme: dark" in text


def test_no_name_ends_the_script_that_carries_the_numbers():
    wicked = "</script><script>alert(1)</script><!--"
    text = page(numbers(deck=wicked))
    carried = re.search(r'id="numbers">(.*?)</script>', text, re.DOTALL)

    assert json.loads(carried[1]) == numbers(deck=wicked)
    assert "<script>alert" not in text
    assert len(Tags(text).of("script")) == 3
    assert "What &lt;b&gt;is" in text


def test_every_chart_has_a_name_and_its_numbers_in_a_table():
    text = page(numbers())
    tags = Tags(text)

    assert [canvas["id"] for canvas in tags.of("canvas")] == ["forecast", "intervals", "decks", "topics", "time"]
    assert all(canvas["role"] == "img" and canvas["aria-label"] for canvas in tags.of("canvas"))
    cells = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", text)
    rows = {head: re.findall(r"<td[^>]*>(.*?)</td>", rest) for head, rest in cells}
    assert rows["losses"] == ["2", "3", "17", "6", "1"]
    assert rows["autograd"] == ["8", "5", "63%"]
    assert rows["91+"] == ["0", "0", "-"]
    assert rows["2026-03-18"] == ["3", "1", "1"]


def test_the_calendar_names_each_day_with_its_reviews():
    text = page(numbers())

    assert 'title="2026-03-02: 61"><span class="unseen">2026-03-02: 61</span>' in text
    assert text.count('class="unseen">2') == 25 * 7 + 3
    assert "63 reviews on 2 of the last 178 days" in text


def test_under_fsrs_it_says_which_retention_is_asked_for():
    assert "FSRS is asked for 85%." in page({**numbers(), "retention_asked": 0.85})
    assert "asked for" not in page(numbers())


def test_without_history_it_says_what_to_do_and_draws_nothing():
    text = page(numbers(reviews=0))

    assert "Nothing is here yet" in text
    assert not Tags(text).of("canvas")


@pytest.mark.skipif(BROWSER is None, reason="needs Chromium or Chrome")
def test_a_browser_draws_the_numbers_that_the_page_carries(tmp_path: Path):
    told = "document.title = JSON.stringify(Object.values(Chart.instances).map((c) => [c.canvas.id, c.data.datasets.map((d) => d.data)]))"
    file = tmp_path / "page.html"
    file.write_text(page(numbers()).replace("</body>", f"<script>{told}</script></body>"), encoding="utf-8")
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
        file.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    drawn = dict(json.loads(html.unescape(re.search(r"<title>(.*?)</title>", done.stdout)[1])))

    assert drawn["forecast"] == [[n % 4 for n in range(30)], [n % 2 for n in range(30)], [n % 3 for n in range(30)]]
    assert drawn["intervals"] == [[0.625, None]]
    assert (drawn["decks"], drawn["topics"]) == ([[0.625]], [[2], [3]])
    assert drawn["time"] == [list(range(26))]


@pytest.mark.parametrize(("seconds", "said"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min"), (3599, "1 h 0 min"), (7505, "2 h 5 min")])
def test_a_duration_reads_as_a_person_says_it(seconds, said):
    assert duration(seconds) == said


def test_days_and_shares_have_words():
    assert [span(1, 1), span(2, 7), span(91, None)] == ["1", "2-7", "91+"]
    assert [percent(None), percent(0.625), percent(1)] == ["-", "63%", "100%"]
