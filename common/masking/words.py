"""The word lists that masking reads, one JSON file a language in `words/`, loaded once."""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("sv", "da", "nb", "fi", "en")
KINDS = ("personal_number", "email", "phone", "card", "address", "name", "health", "other")

# How Finnish puts a name into a sentence: Virtanen, Virtasen, Virtaselle; Matti, Matin, Matilta.
_FINNISH_ENDINGS = [
    "n",
    "a",
    "ä",
    "ta",
    "tä",
    "in",
    "kin",
    "ssa",
    "ssä",
    "sta",
    "stä",
    "lla",
    "llä",
    "lta",
    "ltä",
    "lle",
] + ["na", "nä", "ksi", "han", "hän", "ko", "kö"]
_SHORTENED = re.compile(r"(kk|pp|tt)(?=[aeiouyäö]$)")


@dataclass(frozen=True)
class Words:
    """What one language knows about people and streets. Everything is casefolded except the labels."""

    labels: dict[str, str]
    roles: frozenset[str]  # the nurse, the driver: a capitalised word after them is a name
    role_endings: tuple[str, ...]  # the long ones among them, for compounds
    role_stems: re.Pattern | None  # where roles are inflected
    titles: frozenset[str]  # Dr, Mrs: as roles, a full stop may follow
    introducers: tuple[tuple[str, ...], ...]  # "my name is", "regards"
    workplaces: frozenset[str]  # "i kassan": whoever is named before it works there
    longest_workplace: int  # in words
    names: frozenset[str]  # first names and surnames of all languages, inflected where this one inflects
    own_names: frozenset[str]  # the language's own first names and every surname, as in `names`
    surnames: frozenset[str]
    sentences_may_begin_with_them: bool  # the verb comes second, so two capitals at the start are a name
    small_names: frozenset[str]  # those that are names even when written small
    ordinary: frozenset[str]  # names that are words too: names only with something that says so
    never_alone: frozenset[str]  # months and the like: not even in the middle of a sentence
    never_names: frozenset[str]  # polite pronouns and words that begin sentences
    places: frozenset[str]  # names that are towns too
    place_words: frozenset[str]
    what_people_did: frozenset[str]  # "helped", "said": whoever stands before is a person
    street_endings: tuple[str, ...]
    not_streets: frozenset[str]


def words_of(language: str) -> Words:
    """The words of a language; those of English for a language the product does not speak."""
    return _words(language if language in LANGUAGES else "en")


@cache
def _words(language: str) -> Words:
    of = _listed(language)
    roles, workplaces = _folded(of["roles"]), _workplaces(of)
    first_names, surnames = _folded(of["first_names"]), _folded(_listed("surnames")["surnames"])
    if language == "fi":
        first_names, surnames = _inflected(first_names), _inflected(surnames)
    own_names = first_names | surnames
    never_alone = _folded(of["never_alone"])
    ordinary = _folded(of["also_ordinary_words"]) | never_alone
    if language == "fi":
        ordinary = ordinary | _inflected(ordinary)
    small = first_names - ordinary - _folded(of["ordinary_when_small"]) if of["reads_small_names"] else ()
    return Words(
        labels=of["labels"],
        roles=roles,
        role_endings=tuple(role for role in roles if len(role) >= 5),
        role_stems=re.compile("|".join(map(re.escape, of["role_stems"]))) if of["role_stems"] else None,
        titles=_folded(of["titles"]),
        introducers=tuple(tuple(phrase.casefold().split()) for phrase in of["introducers"]),
        workplaces=workplaces,
        longest_workplace=max(phrase.count(" ") for phrase in workplaces) + 1,
        names=own_names.union(*(_folded(_listed(other)["first_names"]) for other in LANGUAGES)),
        own_names=own_names,
        surnames=surnames,
        sentences_may_begin_with_them=of["verb_comes_second"],
        small_names=frozenset(name for name in small if len(name) >= 3),
        ordinary=ordinary,
        never_alone=never_alone,
        never_names=_folded(of["never_names"]),
        places=_folded(of["also_places"]),
        place_words=_folded([*of["place_words"], "till", "til", "to", "fra"]),
        what_people_did=_folded(of["what_people_did"]),
        street_endings=tuple(_folded(of["street_endings"])),
        not_streets=_folded(of["not_streets"]),
    )


@lru_cache(maxsize=256)
def forms_of(names: frozenset[str], language: str) -> frozenset[str]:
    """These names, casefolded, in every form they take in a sentence of the language."""
    return _inflected(names) if language == "fi" else names


@cache
def patterns() -> dict[str, re.Pattern]:
    """The patterns of `redaction_patterns.json`, by name."""
    found = json.loads((HERE / "redaction_patterns.json").read_text("utf-8"))
    return {name: re.compile(pattern, re.ASCII | re.IGNORECASE) for name, pattern in found.items()}


def _listed(name: str) -> dict:
    return json.loads((HERE / "words" / f"{name}.json").read_text("utf-8"))


def _folded(words) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _workplaces(of: dict) -> frozenset[str]:
    """Whole phrases: "i kassan", "at the till"; where a language inflects, the word alone."""
    if not of["place_words"]:
        return _folded(of["workplaces"])
    return _folded(f"{at} {place}" for at in of["place_words"] for place in of["workplaces"])


def _inflected(names: frozenset[str]) -> frozenset[str]:
    forms = set(names)
    for name in names:
        stems = {name, _SHORTENED.sub(lambda found: found[0][0], name)}
        if name.endswith("nen"):
            stems |= {name[:-3] + "se", name[:-3] + "s"}
        elif name[-1] not in "aeiouyäö":
            stems |= {name + "i", name[:-1] + "kse"}
        forms.update(stem + ending for stem in stems for ending in _FINNISH_ENDINGS)
        forms.add(name + name[-1] + "n")
    return frozenset(forms)
