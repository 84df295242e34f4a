"""Assertions that several stories share."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.owned import OwnedRow


def refused(make: Callable[[], object]) -> str:
    """Asserts that the database refuses what `make` tries; returns its words, which name the constraint."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    return str(caught.value)


def rows_of(organisation) -> dict[str, list]:
    """Everything stored of one organisation, by model: to see that nothing of it was added, changed or taken away."""
    owned = [model for model in apps.get_models() if issubclass(model, OwnedRow)]
    return {
        model._meta.label: list(model._base_manager.filter(organisation=organisation).order_by("pk").values())
        for model in owned
    }
