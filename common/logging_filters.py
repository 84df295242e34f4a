"""Logs must not open links: tokens in addresses are blotted out before a line is written. Nor is a refusal a fault."""

import logging
import re
from http import HTTPStatus

_LINK = re.compile(r"/(a|stop|join|mail-events|account/password/reset/key)/[A-Za-z0-9_-]{8,}")
_PLAIN = logging.Formatter()


class HideTokens(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = without_tokens(message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _PLAIN.formatException(record.exc_info)  # every formatter after this uses it
        if record.exc_text:
            record.exc_text = without_tokens(record.exc_text)
        return True


class RefusalsWithoutTrace(logging.Filter):
    """Somebody who may not see a page is refused, which is no fault of the program: one line says so."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", None) == HTTPStatus.FORBIDDEN:
            record.exc_info = record.exc_text = None
        return True


def without_tokens(text: str) -> str:
    return _LINK.sub(r"/\1/[token]", text)
