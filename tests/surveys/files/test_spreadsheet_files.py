"""Files that are no translator's spreadsheet: a clear word each, and nothing is changed."""

import io
import zipfile

import pytest

from surveys.files import spreadsheets
from tests.surveys.files.sheets_of import exported, saved, send
from tests.surveys.texts_of import promised_survey


@pytest.fixture
def survey(hotel):
    return promised_survey(hotel)


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def zipped(**files) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stored.getvalue()


def bomb() -> bytes:
    """A few kilobytes that unpack to a hundred times what we read."""
    return zipped(xl__workbook_xml="x", xl__sharedStrings_xml=b"a" * spreadsheets.LIMITS.unpacked_bytes)


def crowd() -> bytes:
    """Fewer bytes than we read, in more cells than anybody would wait for."""
    return zipped(xl__workbook_xml="x", xl__worksheets__sheet1_xml=b"<c/>" * (spreadsheets.LIMITS.tags + 1))


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n else "&a;"}{"&a" + str(n - 1) + ";" if n else "&a;"}">'
    for n in range(40)
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"key;where;fi\n", "We cannot read this as a spreadsheet."),
        (b"%PDF-1.7", "We cannot read this as a spreadsheet."),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "We cannot read this as a spreadsheet."),
        (zipped(content_xml="<office/>"), "We cannot read this as a spreadsheet."),
        (zipped(xl__workbook_xml="not xml"), "This file is damaged."),
        (zipped(xl__workbook_xml=ENTITIES + "]><workbook>&a39;</workbook>"), "This file is damaged."),
        (bomb(), "There is more in this file than"),
        (crowd(), "There is more in this file than"),
        (saved([["a", "b"]]), "There is no column of keys"),
        (saved([[]]), "There is no column of keys"),
        (saved([["key", "where"], ["survey:title", "Heading"]]), "No column says its language."),
        (b"PK\x03\x04" + b"x" * spreadsheets.MOST_BYTES, "This file is larger than 5 MB."),
    ],
)
def test_files_that_are_none_get_a_clear_word(client, survey, content, words):
    page = send(client, survey, content)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert survey.draft.revision == 1


def test_more_rows_than_any_survey_has(client, survey, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 5)
    assert "There are more than 5 rows" in send(client, survey, saved(exported(survey))).content.decode()
