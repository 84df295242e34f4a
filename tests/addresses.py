"""Every address of the product, as the resolver knows it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    name: str
    view: Callable
    parameters: tuple[str, ...]


def every_address() -> list[Address]:
    """All URL patterns with their full names. A pattern without a name is an error: nobody could list it."""
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda address: address.name)


def _walk(patterns, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield Address(namespace + pattern.name, pattern.callback, tuple(pattern.pattern.regex.groupindex))
