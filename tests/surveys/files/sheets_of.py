"""A translator's spreadsheet, saved by another program and sent back."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.files import writing_spreadsheets
from surveys.models import Survey


def url(survey, name="texts_import") -> str:
    return reverse(f"surveys:{name}", args=[survey.pk])


def exported(survey) -> list[list]:
    """The rows of the spreadsheet as it is taken out now."""
    stored = writing_spreadsheets.write(Survey.objects.get(pk=survey.pk).latest_version)
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(stored)).worksheets[0]]


def saved(rows, **others) -> bytes:
    """The rows as another program saves them, with shared strings."""
    book = openpyxl.Workbook()
    sheet = book.active
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str) and value.startswith("=") and not others.get("formulas"):
                cell.data_type = "s"
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def translated(survey, language="fi", **words) -> list[list]:
    """The exported rows with some cells of one language filled in, by the end of their key."""
    rows = exported(survey)
    column = [head.rpartition("(")[2].rstrip(")") for head in rows[0]].index(language)
    for end, text in words.items():
        [row] = [row for row in rows if row[0].endswith(end.replace("_", ":"))]
        row[column] = text
    return rows


def send(client, survey, content: bytes, name="texts.xlsx"):
    return client.post(url(survey), {"file": SimpleUploadedFile(name, content)})


def take_in(client, survey, page, *also, languages=("fi",)):
    preview = page.context["preview"]
    sent = {"revision": preview.version.revision, "changes": preview.packed(), "language": languages, "also": also}
    return client.post(url(survey), sent, follow=True)
