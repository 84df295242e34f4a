"""Assertions that several stories share."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction


def refused(make: Callable[[], object]) -> str:
    """Asserts that the database refuses what `make` tries; returns its words, which name the constraint."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    return str(caught.value)
