"""Days as a spreadsheet counts them: 46000.5 is noon of 9 December 2025, if the cell says no more."""

import re
from datetime import timedelta

FROM_1900, FROM_1904 = "1900", "1904"  # the day Excel counts from, and the one its first versions for the Mac did
FIRST_YEAR, LAST_YEAR = 2000, 2100
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]{1,20})?")


def as_written_out(words: str, *, days_from: str) -> str:
    """The day, with its time if it has one, as ISO writes it; other words stay as they are.

    `days_from` is FROM_1900 or FROM_1904; with anything else, as for lists that come from no sheet, nothing is a day.
    """
    if days_from not in (FROM_1900, FROM_1904) or not _SERIAL.fullmatch(words):
        return words
    from openpyxl.utils import datetime as sheets  # here, because it takes 30 MB that few requests need

    epoch = sheets.CALENDAR_MAC_1904 if days_from == FROM_1904 else sheets.CALENDAR_WINDOWS_1900
    moment = sheets.from_excel(float(words), epoch) + timedelta(milliseconds=500)  # fractions fall short of seconds
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return words
    return moment.isoformat(sep=" ", timespec="seconds") if "." in words else moment.date().isoformat()
