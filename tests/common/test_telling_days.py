"""How days, times and languages are written, in each of the five languages and on the reader's clock."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import date_format

from common import clock, languages
from insights.templatetags.telling import ago

NEW_YEARS_EVE = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)  # already the new year in Helsinki
THE_THIRD = date(2025, 12, 3)
KEPT = "\N{NO-BREAK SPACE}"  # holds a day and its month on one line
CODES = ("sv", "da", "nb", "fi", "en")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("sv", ["3 december", "3 december 2025"]),
        ("da", ["3. december", "3. december 2025"]),
        ("nb", ["3. desember", "3. desember 2025"]),
        ("fi", ["3. joulukuuta", "3. joulukuuta 2025"]),
        ("en", ["3 December", "3 December 2025"]),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(language, written):
    with translation.override(language):
        shown = [date_format(THE_THIRD, form) for form in ("MONTH_DAY_FORMAT", "DATE_FORMAT")]
    assert [words.replace(KEPT, " ") for words in shown] == written
    assert [words.split(KEPT)[0] for words in shown] == [written[0].split()[0]] * 2


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("sv", "31 december 2025 23:30"),
        ("da", "31. december 2025 23:30"),
        ("nb", "31. desember 2025 23:30"),
        ("fi", "31. joulukuuta 2025 kello 23.30"),
        ("en", "31 December 2025, 23:30"),
    ],
)
def test_a_moment_stands_on_the_organisations_clock(language, written):
    page = Template('{{ at|date:"DATETIME_FORMAT" }}')
    with translation.override(language), timezone.override(ZoneInfo("Europe/Stockholm")):
        assert page.render(Context({"at": NEW_YEARS_EVE})).replace(KEPT, " ") == written


def test_east_of_us_it_is_the_new_year_already():
    page = Template('{{ at|date:"DATE_FORMAT" }}')
    with translation.override("fi"), timezone.override(ZoneInfo("Europe/Helsinki")):
        assert page.render(Context({"at": NEW_YEARS_EVE})) == f"1.{KEPT}tammikuuta 2026"


def test_an_older_story_says_its_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 12, 31, 12, 0, tzinfo=UTC))
    told = datetime(2025, 12, 3, 12, 0, tzinfo=UTC)
    shown = []
    for code in CODES:
        with translation.override(code):
            shown.append(ago(told).replace(KEPT, " "))
    assert shown == ["3 december", "3. december", "3. desember", "3. joulukuuta", "3 December"]


def test_every_language_calls_itself_by_its_own_name_whoever_reads():
    shown = Template("{% load enmil %}{{ code|own_language_name|capfirst }}")
    with translation.override("fi"):
        names = [shown.render(Context({"code": code})) for code in CODES]
    assert names == ["Svenska", "Dansk", "Norsk", "Suomi", "English"]


def test_a_select_begins_each_language_with_a_capital():
    shown = []
    for code in CODES:
        with translation.override(code):
            shown.append([str(name)[:1].isupper() for _code, name in languages.CHOICES])
    assert shown == [[True] * 5] * 5


def test_a_language_we_do_not_speak_keeps_its_code():
    shown = Template("{% load enmil %}{{ code|language_name }}")
    assert [shown.render(Context({"code": code})) for code in ("nb", "xx")] == ["Norwegian", "xx"]


def test_no_page_writes_a_day_in_a_way_of_its_own():
    pages = Path(settings.BASE_DIR, "templates").rglob("*.*")
    found = [
        form for page in pages for form in re.findall(r"""\|(?:date|time)(?::['"]([^'"]*)['"])?""", page.read_text())
    ]
    assert {form for form in found if form != r"Y-m-d\TH:i:sO"} == {"DATE_FORMAT", "DATETIME_FORMAT", "TIME_FORMAT"}
