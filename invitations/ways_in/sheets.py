"""What stands on a poster, on table cards and in a letter: the same few neutral words, in the survey's own languages.

No praise, no offer, no promise of a prize: it is we who ask for help.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from invitations.models import PublicLink
from invitations.ways_in import qr_codes, typed_codes
from surveys import estimating, inserting, promises
from surveys.definitions import Definition, published_definition
from surveys.texts import in_language

CARDS_ON_A_SHEET = 4


@dataclass(frozen=True)
class Words:
    """What a sheet says in one language."""

    language: str
    title: str
    intro: str
    minutes: str
    asker: str


@dataclass(frozen=True)
class Sheet:
    words: tuple[Words, ...]  # one or two languages
    languages: tuple[str, ...]  # that can be chosen
    asker: str
    address: str  # what the QR code holds
    code: str  # typed, in two groups; empty where there is none
    typed_at: str

    @property
    def language(self) -> str:
        return self.words[0].language


def languages_of(link: PublicLink) -> tuple[str, ...]:
    return _definition(link).languages


def title_of(link: PublicLink, language: str) -> str:
    """The survey's heading as its customers read it."""
    definition = _definition(link)
    return _text(definition, definition.title, language) or link.survey.name


def sheet_of(link: PublicLink, *, languages: list[str]) -> Sheet:
    """What to print for this link. `languages` are those somebody chose; the survey's main language where nobody did.

    The QR code speaks a language only where exactly one was chosen: else the page follows the reader's own telephone.
    """
    definition = _definition(link)
    chosen = [code for code in dict.fromkeys(languages) if code in definition.languages][:2]
    words = tuple(_words(link, definition, code) for code in chosen or definition.languages[:1])
    return Sheet(
        words=words,
        languages=definition.languages,
        asker=words[0].asker,
        address=qr_codes.address(link, chosen[0] if len(chosen) == 1 else ""),
        code=typed_codes.shown(link.code) if link.code else "",
        typed_at=typed_codes.address(),
    )


def _words(link: PublicLink, definition: Definition, language: str) -> Words:
    with override(language):
        minutes = estimating.minutes_to_answer(definition, definition.questions, language=language)
        return Words(
            language=language,
            title=title_of(link, language),
            intro=_text(definition, definition.intro, language),
            minutes=_minutes(minutes),
            asker=promises.asker(link.survey.organisation, link.unit),
        )


def _minutes(minutes: int) -> str:
    if not minutes:
        return _("Takes less than a minute")
    return ngettext("Takes about %(count)d minute", "Takes about %(count)d minutes", minutes) % {"count": minutes}


def _definition(link: PublicLink) -> Definition:
    return published_definition(link.survey.published_version_id)


def _text(definition: Definition, texts: dict, language: str) -> str:
    """With the words that stand in for what nobody can insert on paper."""
    return inserting.fill(in_language(texts, language, *definition.languages))
