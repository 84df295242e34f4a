"""A draft taken apart into its smallest pieces, each at a path of its own, and put together again.

"texts/sv" is one text, "prompt/no/fi" the words of one prompt, "options" the keys of the answers in their order and
"options/1f2e/sv" the words of one of them. Recording, merging and undoing go piece by piece, so that two people meet
only where both wrote in the same place. A piece without words is no piece at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from surveys.drafts.holding import HeldDraft
from surveys.models import Question

Pieces = dict[str, Any]

OF_A_VERSION = ("languages", "title", "intro", "thanks")
OF_A_QUESTION = (
    "touchpoint",
    "texts",
    "options",
    "ends",
    "prompt",
    "required",
    "reversed",
    "show_if",
    "if_no_we_will",
    "kept_advice",
)
LISTS = {"options", "languages"}  # merged by what was added and taken away, never in conflict
WORDS = {"title", "intro", "thanks", "texts", "ends", "prompt"}
_BY_LANGUAGE = {"title", "intro", "thanks", "texts"}
_BY_NAME_AND_LANGUAGE = {"ends", "prompt", "kept_advice"}


@dataclass(frozen=True)
class Snapshot:
    """A whole draft in pieces; the questions by their keys as hex, in their order."""

    version: Pieces
    questions: dict[str, Pieces]

    @classmethod
    def of(cls, draft: HeldDraft) -> "Snapshot":
        return cls(of(draft.version, OF_A_VERSION), {row.key.hex: of_question(row) for row in draft.questions})


def of(row, names: Iterable[str]) -> Pieces:
    """The pieces of some of a row's fields."""
    return taken_apart({name: row.touchpoint_id if name == "touchpoint" else getattr(row, name) for name in names})


def of_question(question: Question) -> Pieces:
    """Everything it takes to make the question again."""
    return {"kind": question.kind, **of(question, OF_A_QUESTION)}


def taken_apart(values: dict[str, Any]) -> Pieces:
    """The pieces of some values by field, as they are given to `building`."""
    return {path: piece for name, value in values.items() for path, piece in _of_value(name, value)}


def differing(one: Pieces, other: Pieces) -> list[str]:
    """The paths where the two are not the same."""
    return [path for path in one | other if one.get(path) != other.get(path)]


def put(row, pieces: Pieces) -> None:
    """Put pieces into a row, by path; None takes the piece away."""
    for path in sorted(pieces):  # "options" comes before the words of each
        _put(row, path, pieces[path])


def is_words(path: str) -> bool:
    """Whether the piece is something that people write."""
    name, _, rest = path.partition("/")
    return name in WORDS or (name == "options" and bool(rest))


def _of_value(name: str, value: Any) -> Iterable[tuple[str, Any]]:
    if name in _BY_LANGUAGE:
        return [(f"{name}/{language}", text) for language, text in value.items() if text]
    if name in _BY_NAME_AND_LANGUAGE:
        return [(f"{name}/{one}/{two}", said) for one, inner in value.items() for two, said in inner.items() if said]
    if name == "options":
        words = [
            (f"options/{option['key']}/{language}", text)
            for option in value
            for language, text in option["texts"].items()
            if text
        ]
        return [("options", [option["key"] for option in value]), *words]
    if name == "touchpoint":
        return [(name, getattr(value, "pk", value))]
    return [(name, value)]


def _put(row, path: str, piece: Any) -> None:
    name, _, rest = path.partition("/")
    if name in _BY_LANGUAGE:
        setattr(row, name, _with(getattr(row, name), rest, piece))
    elif name in _BY_NAME_AND_LANGUAGE:
        one, _, two = rest.rpartition("/") if name != "kept_advice" else rest.partition("/")
        there = getattr(row, name)
        setattr(row, name, {**there, one: _with(there.get(one, {}), two, piece)})
    elif name == "options" and rest:
        key, _, language = rest.rpartition("/")
        row.options = [
            {**option, "texts": _with(option["texts"], language, piece)} if option["key"] == key else option
            for option in row.options
        ]
    elif name == "options":
        there = {option["key"]: option for option in row.options}
        row.options = [there.get(key, {"key": key, "texts": {}}) for key in piece or []]
    else:
        setattr(row, "touchpoint_id" if name == "touchpoint" else name, piece)


def _with(texts: dict, key: str, piece: Any) -> dict:
    """The texts with this one in it, in their order; without it where there is none."""
    if piece:
        return {**texts, key: piece}
    return {language: text for language, text in texts.items() if language != key}
