"""What is said about lines and lists that cannot be used, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import reading_csv
from common.reading_csv import Refusal

BAD_LINE = {
    "control_characters": _("There are characters in this line that cannot be read."),
    "undecodable": _("There are characters in this line that cannot be read."),
    "too_long": _("This line is very long. One customer a line, please."),
    "unbalanced_quotes": _("A quotation mark opens here and does not close."),
    "cell_too_long": _("There is more in one cell of this line than we can take."),
    "too_many_columns": _("This line has more columns than the first line has headings."),
    "too_wide": _("This line has very many columns. One customer a line, please."),
    "formula": _("A cell in this line is a formula, and we take only plain words."),
}
REFUSED = {
    "empty": _("There is no address here yet. Each line needs one."),
    "not_text": _(
        "This file is not a list we can read. Save it as .xlsx or CSV in your sheet program, and choose that."
    ),
    "too_large": _("The list is larger than we can take at a time, and nothing was stored. Please send it in parts."),
    "no_address_column": _("We found no column with e-mail addresses, so nothing was stored."),
}


def of_bad_line(code: str) -> str:
    return str(BAD_LINE[code])


def of_refusal(refusal: Refusal) -> str:
    if refusal.reason_code == "too_many_columns":
        words = _("At most %(count)d columns can be read, and nothing was stored. Leave out those you do not need.")
        return str(words) % {"count": reading_csv.MOST_COLUMNS}
    if refusal.reason_code != "too_many_rows":
        return str(REFUSED[refusal.reason_code])
    words = ngettext(
        "At most %(count)d line can be taken at a time, and nothing was stored. Please send them in parts.",
        "At most %(count)d lines can be taken at a time, and nothing was stored. Please send them in parts.",
        reading_csv.MOST_ROWS,
    )
    return words % {"count": reading_csv.MOST_ROWS}
