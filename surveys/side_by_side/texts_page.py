"""The page that shows all texts side by side: a part of them at a time, in one language beside the main one."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.builder.draft_fields import TOO_LONG
from surveys.models import SurveyVersion
from surveys.side_by_side import translating
from surveys.side_by_side.translating import Group, Place, Saying
from surveys.texts import in_language

PAGE_SIZE = 15  # questions
NAMED_MISSING = 12


@dataclass
class Row:
    """One place on the page, with what was typed there."""

    place: Place
    language: str
    original: str
    third: str
    typed: str | None = None
    theirs: str = ""  # what somebody else saved there meanwhile
    error: str = ""

    @property
    def value(self) -> str:
        return self.place.said(self.language) if self.typed is None else self.typed

    @property
    def is_missing(self) -> bool:
        return self.place.is_missing_in(self.language)

    @property
    def lines(self) -> int:
        return 3 if self.place.is_long else 1


@dataclass
class Section:
    """One question's rows, or those of the survey itself."""

    group: Group
    rows: list[Row]
    main: str

    @property
    def about(self) -> str:
        """The question in the main language, where its own row is not among those shown."""
        question = self.group.question
        if question is None or any(row.place.path == "texts" for row in self.rows):
            return ""
        return in_language(question.texts, self.main)


class TextsPage:
    """A version's texts in one language. An unknown language means the first that has something missing.

    With what was posted it shows exactly the places that were sent, whatever the filter says now; what was typed where
    the sender wants to keep the others' words ("theirs") is passed over.
    """

    def __init__(
        self, version: SurveyVersion, *, language: str = "", only_missing: bool = False, number="1", posted=None
    ):
        self.version, self.survey, self.posted = version, version.survey, posted
        self.main = self.survey.language
        self.groups = translating.groups_of(version)
        self.language = language if language in dict(settings.LANGUAGES) else self._first_language()
        self.only_missing = only_missing
        self.number = number
        self.sections = self._sections()

    @cached_property
    def missing(self) -> dict[str, list[Place]]:
        """The gaps of every language the survey promises, and of the one that is looked at."""
        languages = dict.fromkeys([*self.version.languages, self.language])
        return translating.missing(translating.places_in(self.groups), languages)

    @property
    def missing_here(self) -> list[Place]:
        return self.missing[self.language]

    @property
    def named_missing(self) -> list[Place]:
        return self.missing_here[:NAMED_MISSING]

    @property
    def more_missing(self) -> int:
        return max(len(self.missing_here) - NAMED_MISSING, 0)

    @property
    def is_promised(self) -> bool:
        return self.language in self.version.languages

    @property
    def is_main(self) -> bool:
        return self.language == self.main

    @property
    def third(self) -> str:
        """One more language to read beside the main one: the reader's own, else English, where it is promised."""
        wanted = (get_language(), "en", *self.version.languages)
        taken = {self.main, self.language}
        return next((code for code in wanted if code in self.version.languages and code not in taken), "")

    @property
    def tabs(self) -> list[tuple[str, int]]:
        """The promised languages, each with the number of its gaps."""
        return [(code, len(self.missing[code])) for code in self.version.languages]

    @property
    def other_languages(self) -> list[str]:
        """Those the survey could speak but does not promise."""
        return [code for code, _name in settings.LANGUAGES if code not in self.version.languages]

    @cached_property
    def page(self) -> Page:
        asked = [group for group in self.groups if group.question and self._is_wanted(group)]
        return Paginator(asked, PAGE_SIZE).get_page(self.number)

    @property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]

    def errors(self) -> list[Row]:
        return [row for row in self.rows if row.error]

    def sayings(self) -> list[Saying]:
        """What was typed, as it would be stored."""
        return [
            Saying(row.place, self.language, row.place.heard(row.typed, self.language))
            for row in self.rows
            if row.typed is not None
        ]

    def is_valid(self) -> bool:
        for row in self.rows:
            length = len(row.place.heard(row.typed, self.language)) if row.typed is not None else 0
            if length > row.place.limit:
                row.error = TOO_LONG % {"show_value": length, "limit_value": row.place.limit}
        return not self.errors()

    def keep_only(self, keys: set[str]) -> None:
        """Show only these places, each with what somebody else has saved there beside the typed words."""
        for section in self.sections:
            section.rows = [row for row in section.rows if row.place.key in keys]
        self.sections = [section for section in self.sections if section.rows]
        for row in self.rows:
            row.theirs = row.place.said(self.language) or _("(empty)")

    def _sections(self) -> list[Section]:
        if self.posted is not None:
            groups, is_shown = self.groups, lambda place: place.name in self.posted
        else:
            own = [self.groups[0]] if self.page.number == 1 and self._is_wanted(self.groups[0]) else []
            groups, is_shown = [*own, *self.page.object_list], self._is_wanted_place
        sections = [
            Section(group, [self._row(place) for place in group.places if is_shown(place)], self.main)
            for group in groups
        ]
        return [section for section in sections if section.rows]

    def _row(self, place: Place) -> Row:
        original = "" if self.is_main else place.said(self.main)
        is_typed = self.posted is not None and place.name not in self.posted.getlist("theirs")
        typed = self.posted.get(place.name) if is_typed else None
        return Row(place, self.language, original, place.said(self.third), typed)

    def _is_wanted(self, group: Group) -> bool:
        return not self.only_missing or group.has_gaps(self.language)

    def _is_wanted_place(self, place: Place) -> bool:
        return not self.only_missing or place.is_missing_in(self.language)

    def _first_language(self) -> str:
        others = [code for code in self.version.languages if code != self.main]
        gaps = translating.missing(translating.places_in(self.groups), others)
        return next((code for code in others if gaps[code]), others[0] if others else self.main)
