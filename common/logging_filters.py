"""Logs must not open links: tokens in addresses are blotted out before a line is written."""

import logging
import re

_LINK = re.compile(r"/(a|stop|join|account/password/reset/key)/[A-Za-z0-9_-]{8,}")


class HideTokens(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = _LINK.sub(r"/\1/[token]", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
