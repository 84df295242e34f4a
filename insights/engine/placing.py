"""Finer themes for a file of answers, kept in a folder from one file to the next: no database, and nobody to ask.

A theme lives in one category and direction, its kind, and is made where enough rows say the same. A story whose
category is likelier than `SURE` stays inside its kind. A less likely category may well be wrong: such a story goes
with the surer ones that say the same in its direction, while its own verdict is untouched.
"""

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from insights.engine import theming, vectors
from insights.engine.shapes import CATEGORY_BY_CODE

KEPT = "themes.json"
SURE = 0.9
JOINING = 0.75  # of a group's limit, for one story that comes later: nobody can be asked where else it belongs
LOOSE_KEPT = 1000  # stories of no theme yet, the newest, that later ones may make a theme with
OTHERS_FROM = 200  # stories beside a theme that its words are compared with

Kind = tuple[str, str]  # category and direction


class BadState(ValueError):
    """What is kept cannot be read; the message names the file and says what to do."""


@dataclass(frozen=True)
class Told:
    """One thing that happened: `key` is the same when the same answer is read again, `person` is its row."""

    key: str
    person: str
    text: str
    language: str
    category: str
    direction: str
    confidence: float
    row: bytes = b""

    @property
    def kind(self) -> Kind:
        return self.category, self.direction


@dataclass
class Finer:
    """A theme of some stories of a kind. Its id is never changed and never given to another."""

    id: str
    category: str
    direction: str
    label: str = ""
    count: int = 0
    embedder: str = ""
    middle: bytes = b""

    def label_in(self, language: str) -> str:
        """Its telling words; where no word was said twice, the name of its category and its number."""
        return self.label or f"{CATEGORY_BY_CODE[self.category].names[language]} {self.id.rpartition('-')[2]}"


def key_of(*parts) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode(errors="replace")).hexdigest()[:16]


@dataclass
class Places:
    """The themes so far, which story stands in which, and the stories that stand in none."""

    themes: dict[str, Finer] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)  # key of a story -> id of its theme; empty with its category
    loose: dict[str, Told] = field(default_factory=dict)

    def place(self, told: Sequence[Told]) -> dict[str, Finer]:
        """The theme of each of these stories by its key; those that stay with their category are left out.

        What was told once is told the same for good. Fresh stories join the nearest theme when they are near enough;
        what is left makes themes of its own, also with the words of earlier files that stayed with their category.
        """
        told = _with_rows(told)
        fresh = [one for one in told if one.key not in self.placed]
        self._refill([one for one in told if one.key in self.placed])
        self._join(fresh)
        for direction in sorted({one.direction for one in fresh if one.key in self.loose}):
            self._group(direction, others=told)
        for one in fresh:
            self.placed.setdefault(one.key, "")
        self.loose = dict(list(self.loose.items())[-LOOSE_KEPT:])
        return {one.key: self.themes[self.placed[one.key]] for one in told if self.placed[one.key]}

    def _join(self, fresh: Sequence[Told]) -> None:
        """All are compared with the themes as they were, so that their order tells nothing."""
        came: dict[str, list[bytes]] = defaultdict(list)
        for one in fresh:
            if theme := self._near(one):
                self.placed[one.key] = theme.id
                came[theme.id].append(one.row)
            else:
                self.loose[one.key] = one
        for name, rows in came.items():
            self._add(self.themes[name], rows)

    def _near(self, one: Told) -> Finer | None:
        """Beside the limit for one story, nearly that for a group: in one file with the others it would be in it."""
        name = vectors.embedder_name()
        themes = [theme for theme in self.themes.values() if _may_hold(theme, one) and theme.embedder == name]
        middles, limits = [theme.middle for theme in themes], theming.limits_for(name)
        place, cosine = theming.nearest(one.row, middles)
        if cosine >= limits.attach:
            return themes[place]
        place, likeness = theming.nearest_on_average(one.row, middles)
        return themes[place] if likeness >= limits.group * JOINING else None

    def _refill(self, again: Sequence[Told]) -> None:
        """A theme in another embedder's numbers gets its middle anew from its stories that are read again."""
        came: dict[str, list[bytes]] = defaultdict(list)
        for one in again:
            theme = self.themes.get(self.placed[one.key])
            if theme and theme.embedder != vectors.embedder_name():
                came[theme.id].append(one.row)
        for name, rows in came.items():
            self._add(self.themes[name], rows)

    def _add(self, theme: Finer, rows: list[bytes]) -> None:
        name = vectors.embedder_name()
        before = theme.middle if theme.embedder == name else None
        theme.middle = theming.added(before, theme.count, rows)
        theme.count, theme.embedder = (theme.count if before else 0) + len(rows), name

    def _group(self, direction: str, *, others: Sequence[Told]) -> None:
        loose = [one for one in self.loose.values() if one.direction == direction]
        above = theming.limits_for(vectors.embedder_name()).group
        for places in theming.groups([one.row for one in loose], above=above):
            for category, members in _parted([loose[place] for place in places]).items():
                if theming.is_enough(one.person for one in members):
                    self._found((category, direction), members, others)

    def _found(self, kind: Kind, members: Sequence[Told], others: Sequence[Told]) -> None:
        number = 1 + sum((theme.category, theme.direction) == kind for theme in self.themes.values())
        theme = Finer("-".join((*kind, str(number))), *kind, label=_label(members, others))
        self._add(theme, [one.row for one in members])
        self.themes[theme.id] = theme
        for one in members:
            self.placed.setdefault(one.key, theme.id)
            del self.loose[one.key]

    def waiting(self) -> int:
        """Themes whose middle is in another embedder's numbers: nothing new can join them."""
        return sum(theme.embedder != vectors.embedder_name() for theme in self.themes.values())

    def keep(self, folder: Path) -> None:
        """Written beside and moved into place, so that a half-written file never stands there."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = {
            "embedder": vectors.embedder_name(),
            "themes": [_written(theme) for theme in self.themes.values()],
            "placed": self.placed,
            "loose": [_written(one) for one in self.loose.values()],
        }
        beside = folder / f"{KEPT}.new"
        beside.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        beside.replace(folder / KEPT)


def kept_in(folder: Path | None) -> Places:
    """What this folder keeps; nothing when it is new. Raises BadState."""
    path = folder / KEPT if folder else None
    if not path or not path.exists():
        return Places()
    try:
        return _read(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise BadState(
            f"{path} cannot be read as themes. Put back an earlier copy of it, or remove it to begin with no themes."
        ) from trouble


def _read(kept) -> Places:
    themes = [Finer(**row | {"middle": base64.b64decode(row["middle"], validate=True)}) for row in kept["themes"]]
    loose = [Told(**row | {"row": base64.b64decode(row["row"], validate=True)}) for row in kept["loose"]]
    places = Places({one.id: one for one in themes}, dict(kept["placed"]), {one.key: one for one in loose})
    sizes = {(theme.embedder, len(theme.middle)) for theme in themes} | {
        (kept["embedder"], len(one.row)) for one in loose
    }
    is_whole = len(dict(sizes)) == len(sizes) and all(size and not size % 2 for _, size in sizes)
    known = all(one.category in CATEGORY_BY_CODE for one in (*themes, *loose))
    if not (is_whole and known and places.themes.keys() >= set(places.placed.values()) - {""}):
        raise ValueError(kept["embedder"])
    if kept["embedder"] != vectors.embedder_name():
        places.loose = {one.key: one for one in _with_rows(loose)}
    return places


def _written(one) -> dict:
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in asdict(one).items()
    }


def _with_rows(told: Sequence[Told]) -> list[Told]:
    rows = vectors.vectors_of([one.text for one in told], languages=[one.language for one in told])
    return [replace(one, row=theming.stored(row)) for one, row in zip(told, rows, strict=True)]


def _may_hold(theme: Finer, one: Told) -> bool:
    return theme.direction == one.direction and (theme.category == one.category or one.confidence < SURE)


def _parted(told: Sequence[Told]) -> dict[str, list[Told]]:
    """The stories of a group by the category each is filed under: the unsure ones under what most of it is about."""
    votes = Counter()
    for one in told:
        votes[one.category] += one.confidence
    main = min(votes, key=lambda category: (-votes[category], category))
    parts = defaultdict(list)
    for one in told:
        parts[main if one.confidence < SURE else one.category].append(one)
    return parts


def _label(members: Sequence[Told], others: Sequence[Told]) -> str:
    """Words of these stories in the commonest language that has telling ones; one text a person."""
    said = defaultdict(lambda: defaultdict(list))
    for one in members:
        said[one.language][one.person].append(one.text)
    inside = {one.key for one in members}
    for language in sorted(said, key=lambda one: (-len(said[one]), one)):
        besides = [one.text for one in others if one.language == language and one.key not in inside][:OTHERS_FROM]
        texts = ["\n".join(words) for words in said[language].values()]
        if words := theming.telling_words(texts, besides, language=language):
            return ", ".join(words).capitalize()
    return ""
