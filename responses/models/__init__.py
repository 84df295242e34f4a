"""What customers told us."""

from responses.models.answer import Answer
from responses.models.hidden_span import HiddenSpan
from responses.models.reading import Reading
from responses.models.response import Response

__all__ = ["Answer", "HiddenSpan", "Reading", "Response"]
