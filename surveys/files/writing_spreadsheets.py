"""Writing a survey's texts as a spreadsheet for a translator. Import it where it is used: its library takes 30 MB."""

import io
from collections.abc import Iterable

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from common import languages
from surveys.files.spreadsheets import KEY, UNPRINTABLE
from surveys.models import SurveyVersion
from surveys.side_by_side import translating
from surveys.side_by_side.translating import Place

_HEAD = PatternFill("solid", fgColor="E2F0EA")
_MISSING = PatternFill("solid", fgColor="FAEFD6")
_LINE = Border(bottom=Side("thin", color="E4DFD5"))
_WRAPPED, _ONE_LINE = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
_GREY, _BOLD, _PLAIN = Font(color="8A928E", size=8), Font(bold=True), Font()


def write(version: SurveyVersion) -> bytes:
    """The version's texts as an XLSX file; every cell is a text, also one that begins like a formula."""
    places = translating.places_in(translating.groups_of(version))
    spoken = columns_of(version, places)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Texts")[:31])
    sheet.freeze_panes = "C2"
    for column, width in zip("ABCDEFGHIJ", [14, 30, *[44 for _code in spoken]], strict=False):
        sheet.column_dimensions[column].width = width
    identity = f"{KEY} {version.survey_id}.{version.number}.{version.revision}"
    names = [f"{capfirst(languages.own_name_of(code))} ({code})" for code in spoken]
    sheet.append([_cell(sheet, words, font=_BOLD, fill=_HEAD) for words in (identity, _("where"), *names)])
    for place in places:
        sheet.append([_cell(sheet, place.key, font=_GREY, alignment=_ONE_LINE), *_words(sheet, place, spoken, version)])
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def columns_of(version: SurveyVersion, places: Iterable[Place]) -> list[str]:
    """The languages with a column: the promised ones first, then any other somebody has written in."""
    written = {language for place in places for language, text in place.texts.items() if text}
    others = [code for code, _name in settings.LANGUAGES if code in written and code not in version.languages]
    return [*version.languages, *others]


def _words(sheet, place: Place, spoken: list[str], version: SurveyVersion) -> list:
    font = _BOLD if place.path == "texts" else _PLAIN
    said = [
        _cell(
            sheet,
            place.said(code),
            font=font,
            fill=_MISSING if code in version.languages and place.is_missing_in(code) else None,
        )
        for code in spoken
    ]
    return [_cell(sheet, place.where), *said]


def _cell(sheet, words: str, *, font=_PLAIN, fill=None, alignment=_WRAPPED) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    if text := UNPRINTABLE.sub("", words):
        cell.value = text
        cell.data_type = "s"  # else a text that begins with = would be a formula
    cell.number_format, cell.quotePrefix = "@", True  # and so would what is typed over it
    cell.font, cell.alignment, cell.border = font, alignment, _LINE
    if fill:
        cell.fill = fill
    return cell
