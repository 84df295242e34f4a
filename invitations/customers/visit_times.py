"""The time of a visit as people and booking systems write it, read where the organisation lives."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.casefolding import search_text

NOON = time(12)
FURTHEST_AHEAD = timedelta(days=366)
LONGEST_AGO = timedelta(days=20 * 365)
LONGEST = 60  # characters
SHOWN = 40

_MONTHS = (
    "january januari januar tammikuu tammikuuta jan tammi",
    "february februari februar helmikuu helmikuuta feb helmi",
    "march mars marts maaliskuu maaliskuuta mar maalis",
    "april huhtikuu huhtikuuta apr huhti",
    "may maj mai toukokuu toukokuuta touko",
    "june juni kesäkuu kesäkuuta jun kesä",
    "july juli heinäkuu heinäkuuta jul heinä",
    "august augusti elokuu elokuuta aug elo",
    "september syyskuu syyskuuta sep sept syys",
    "october oktober lokakuu lokakuuta oct okt loka",
    "november marraskuu marraskuuta nov marras",
    "december desember joulukuu joulukuuta dec des joulu",
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
_WEEKDAY = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|måndag|tisdag|onsdag|torsdag|"
    "fredag|lördag|söndag|mån|tis|ons|tors|tor|fre|lör|sön|mandag|tirsdag|lørdag|søndag|man|tir|lør|søn|maanantaina?|"
    "tiistaina?|keskiviikko(?:na)?|torstaina?|perjantaina?|lauantaina?|sunnuntaina?|ma|ti|ke|to|pe|la|su"
)
_BEFORE = re.compile(rf"^(?:(?:{_WEEKDAY})\.?,?\s+)?(?:den\s+)?")
_TIME = re.compile(
    r"(?:[\st,]+|\s*-\s*)(?:kl\.?|klo\.?|at)?\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>am|pm)?\s*(?P<zone>z|utc|[+-]\d{2}:?\d{2})?$"
)
_DAYS = (
    re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})(?:\.\s?|/|-)(?P<month>\d{1,2})(?:\.\s?|/|-|\s)(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})([./])(?P<month>\d{1,2})\2(?P<year>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})\.?[\s-](?P<word>[^\W\d_]+)\.?,?[\s-](?P<year>\d{4})"),
    re.compile(r"(?P<word>[^\W\d_]+)\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<year>\d{4})"),
)


class NotATime(ValueError):
    """The words name no time a visit can have had; the text says so in the reader's language."""


def looks_like_one(words: str) -> bool:
    """Whether this is a day or a time at all; when it was is not asked."""
    return _parts(words) is not None


def is_whole_day(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether only the day of it is known."""
    return moment.astimezone(zone).time() == NOON


def read(words: str, *, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment these words name. A day without a time, and midnight itself, counts as noon of that day.

    Numbers with the day first are read as the north writes them: 3/4/2026 is the third of April. Raises NotATime.
    """
    parts = _parts(words)
    if parts is None:
        raise _not(_("“%(words)s” is not a time we can read. Write it like 2026-11-20 or 2026-11-20 14:30."), words)
    day, clock_time, offset = parts
    moment = datetime.combine(day, clock_time, tzinfo=offset or zone)
    if moment > now + FURTHEST_AHEAD:
        raise _not(_("“%(words)s” is more than a year ahead. Please look at the year."), words)
    if moment < now - LONGEST_AGO:
        raise _not(_("“%(words)s” is more than 20 years ago. Is it the time of the visit?"), words)
    return moment.astimezone(UTC)


def _not(sentence: str, words: str) -> NotATime:
    return NotATime(sentence % {"words": words[:SHOWN]})


@lru_cache(maxsize=4096)  # a list of departures has few different ones
def _parts(words: str) -> tuple[date, time, tzinfo | None] | None:
    """(day, time, the zone where the words name one), or None."""
    if not words or len(words) > LONGEST or not any(letter.isdigit() for letter in words):
        return None
    folded = _BEFORE.sub("", search_text(words))
    found = _TIME.search(folded)
    day = _day(folded[: found.start()] if found else folded)
    if day is None:
        return None
    if not found:
        return day, NOON, None
    try:
        clock_time = _clock_time(found)
        offset = _offset(found["zone"])
    except ValueError:
        return None
    return day, NOON if clock_time == time() and offset is None else clock_time, offset


def _day(words: str) -> date | None:
    for shape in _DAYS:
        if not (found := shape.fullmatch(words.strip(" ,"))):
            continue
        named = found.groupdict()
        month = _MONTH_OF.get(named["word"].rstrip(".")) if "word" in named else int(named["month"])
        year = int(named["year"]) + (2000 if len(named["year"]) == 2 else 0)
        try:
            return date(year, month or 0, int(named["day"])) if 1900 <= year <= 2200 else None
        except ValueError:
            return None
    return None


def _clock_time(found: re.Match) -> time:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return time(hour, int(found["minute"]), int(found["second"] or 0))


def _offset(words: str | None) -> tzinfo | None:
    if not words:
        return None
    if words in ("z", "utc"):
        return UTC
    hours, minutes = int(words[1:3]), int(words[-2:])
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if words[0] == "-" else ahead)
