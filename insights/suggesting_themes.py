"""What the machine would ask staff about themes: is this a group, are these two the same, does this belong there?

The clock finds candidates and keeps their ids; what is shown of them is read afresh, so an answered question is gone
at once. A page only reads. Comparing the stories of a busy organisation takes seconds in the process that reads fresh
answers, so it is done where something has changed.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import BinaryField, Exists, OuterRef
from django.db.models.functions import Substr
from django.utils.translation import get_language

from accounts import auditing
from accounts.models import AuditEvent, Membership, Organisation, User
from common import clock
from insights import finer_themes, quoting
from insights.allowing import manager
from insights.engine import theming as engine
from insights.models import Incident, IncidentVector, Theme, ThemeCandidates
from insights.prioritising import FORGOTTEN_AFTER_DAYS
from insights.theming import Kind, kind_of

NEWEST_COMPARED = 1500  # stories of an organisation
LOOKED_AT_AGAIN_S = 86_400  # also where nothing has changed that is asked for
AT_ONCE = 5  # questions of a sort on a page
TELLING_BYTES = 16  # of a story's numbers: where its words are others, all of its numbers are
SHOWN = 5  # stories of a group
NAMED_BY = 2  # words at least
NAMED_FROM = 20  # stories of a group, read for its title
ASKED_AGAIN_AFTER = timedelta(days=FORGOTTEN_AFTER_DAYS)
NOT_NOW = "theme.not_now"


@dataclass(frozen=True)
class Group:
    """Stories of a default theme that seem to be about one thing."""

    theme: Theme
    incidents: list[Incident]
    quotes: list[quoting.Quote]  # of the first of them
    words: list[str]  # that tell them from others
    language: str  # of the words

    @property
    def title(self) -> str:
        """What it may be called with one press: in the organisation's own language, and by more than one odd word.

        Else it is empty, and a person finds a name.
        """
        if self.language != self.theme.organisation.language or len(self.words) < NAMED_BY:
            return ""
        return finer_themes.title_of(self.theme.category, self.words, self.language)

    @property
    def foreign_language(self) -> str:
        """The name of the words' language when it is not the reader's; else empty."""
        return quoting.foreign_name(self.language)


@dataclass(frozen=True)
class Pair:
    theme: Theme
    other: Theme


@dataclass(frozen=True)
class Doubt:
    """A story that nearly belongs to a theme."""

    quote: quoting.Quote
    theme: Theme


def find() -> int:
    """Look for candidates in every organisation where something has changed since the last time, by the clock.

    Returns how many were looked at; each is at least once a day.
    """
    rows = IncidentVector.objects.filter(organisation=OuterRef("pk"))
    known = ThemeCandidates.objects.filter(organisation=OuterRef("pk"))
    organisations = list(Organisation.objects.filter(Exists(rows) | Exists(known)).order_by("pk"))
    return sum(_find_in(organisation) for organisation in organisations)


def groups(organisation: Organisation, *, incidents) -> list[Group]:
    """Those worth a theme among `incidents`, which the reader may see; the biggest first."""
    kept = _worth_asking(organisation, incidents)
    return [_group(here, [one for other in kept if other is not here for one in other[:NAMED_FROM]]) for here in kept]


def _worth_asking(organisation: Organisation, incidents) -> list[list[Incident]]:
    candidates = _candidates(organisation).groups
    standing = _loose(incidents, clock.now()).filter(pk__in=[pk for ids in candidates for pk in ids])
    found = {one.pk: one for one in standing.with_words()}
    refused = _refused(organisation, "incidents")
    kept = []
    for ids in candidates:
        here = [found[pk] for pk in ids if pk in found]
        if engine.is_enough(one.respondent_key for one in here) and not _is_refused(ids, refused):
            kept.append(here)
    return kept[:AT_ONCE]


def pairs(organisation: Organisation) -> list[Pair]:
    """Finer themes of one kind that look alike, the most alike first."""
    finer = {theme.pk: theme for theme in Theme.objects.for_organisation(organisation).finer()}
    candidates = _candidates(organisation).pairs
    refused = _refused(organisation, "themes")
    living = [ids for ids in candidates if finer.keys() >= set(ids) and set(ids) not in refused]
    return [Pair(*(finer[pk] for pk in ids)) for ids in living[:AT_ONCE]]


def doubts(themes, *, incidents) -> list[Doubt]:
    """The newest of `incidents` that are nearly near one of `themes`, with that theme: both as the reader sees them."""
    unsure = incidents.standing().filter(theme_unsure=True, theme_pinned=False, vector__isnull=False)
    unsure = list(unsure.with_words().select_related("vector").newest_first()[: AT_ONCE * 2])
    if not unsure:
        return []
    by_kind: dict[tuple[Kind, str], list[Theme]] = defaultdict(list)
    for theme in themes.finer().exclude(middle=None).order_by("id"):
        by_kind[kind_of(theme), theme.embedder].append(theme)
    found = []
    for incident in unsure:
        near = by_kind[kind_of(incident.theme), incident.vector.embedder]
        place, _cosine = engine.nearest(bytes(incident.vector.values), [bytes(theme.middle) for theme in near])
        if near:
            found.append(Doubt(quoting.quote(incident), near[place]))
    return found[:AT_ONCE]


def asks(membership: Membership, *, themes, incidents) -> bool:
    """Whether anything is asked that this reader may answer; costs the same however much that is."""
    if membership.is_manager and _worth_asking(membership.organisation, incidents):
        return True
    return bool((may_merge(membership) and pairs(membership.organisation)) or doubts(themes, incidents=incidents))


def may_merge(membership: Membership) -> bool:
    """A manager who sees every story of both."""
    return membership.is_manager and membership.sees_everything


@transaction.atomic
def not_now(theme: Theme, *, by: User, incidents: Collection[int] = (), other: Theme | None = None) -> None:
    """A manager's answer to a group of `theme`, or to the pair it makes with `other`: not asked for 90 days."""
    manager(theme, by)
    if incidents:
        auditing.note(by, NOT_NOW, theme, incidents=sorted(incidents))
    if other:
        auditing.note(by, NOT_NOW, theme, themes=sorted([theme.pk, other.pk]))


def _find_in(organisation: Organisation) -> bool:
    """False where all is as it was when the candidates that are kept were found."""
    key, state = f"theme-questions-{organisation.pk}", _state_of(organisation)
    before = ThemeCandidates.objects.filter(organisation=organisation).values_list("found_at", flat=True).first()
    if before and cache.get(key) == (state, before):
        return False
    found = {"groups": _groups(organisation), "pairs": _pairs(organisation), "found_at": clock.now()}
    ThemeCandidates.objects.update_or_create(organisation=organisation, defaults=found)
    cache.set(key, (state, found["found_at"]), LOOKED_AT_AGAIN_S)
    return True


def _state_of(organisation: Organisation) -> str:
    """Changes when a story comes, goes, moves or gets other words among those compared, when the middle of a theme
    moves, and when what counts as alike does.
    """
    begins = Substr("values", 1, TELLING_BYTES, output_field=BinaryField())
    stories = _compared(organisation).values_list("incident_id", "incident__theme", "embedder", begins)
    themes = _with_middles(organisation).values_list("pk", "category", "polarity", "embedder", "middle")
    seen = hashlib.sha256()
    for *row, embedder, numbers in (*stories[:NEWEST_COMPARED], *themes):
        seen.update(repr((row, embedder, engine.limits_for(embedder))).encode() + bytes(numbers))
    return seen.hexdigest()


def _compared(organisation: Organisation):
    """The numbers of the loose stories, the newest first."""
    loose = _loose(Incident.objects.for_organisation(organisation), clock.now())
    return IncidentVector.objects.filter(incident__in=loose).order_by("-incident__happened_at", "-incident_id")


def _with_middles(organisation: Organisation):
    return Theme.objects.for_organisation(organisation).finer().exclude(middle=None).order_by("id")


def _candidates(organisation: Organisation) -> ThemeCandidates:
    """Empty before the clock has looked for the first time."""
    return ThemeCandidates.objects.for_organisation(organisation).first() or ThemeCandidates()


def _loose(incidents, now: datetime):
    """Recent stories that no person has put into a theme."""
    recent = incidents.standing().filter(happened_at__gte=now - timedelta(days=FORGOTTEN_AFTER_DAYS))
    return recent.filter(theme__is_default=True, theme_pinned=False, answer__response__flagged=False)


def _groups(organisation: Organisation) -> list[list[int]]:
    columns = ("incident_id", "embedder", "values", "incident__theme", "incident__respondent_key")
    rows = list(_compared(organisation).values_list(*columns)[:NEWEST_COMPARED])
    by_theme: dict[int, list[tuple]] = defaultdict(list)
    for row in rows:
        if row[1] == rows[0][1]:
            by_theme[row[3]].append(row)
    found = []
    for told in by_theme.values():
        above = engine.limits_for(rows[0][1]).group
        for places in engine.groups([bytes(row[2]) for row in told], above=above):
            if engine.is_enough(told[place][4] for place in places):
                found.append([told[place][0] for place in places])
    return sorted(found, key=len, reverse=True)


def _group(incidents: list[Incident], others: list[Incident]) -> Group:
    told, besides = incidents[:NAMED_FROM], others[: finer_themes.OTHERS_FROM]
    languages = (incidents[0].theme.organisation.language, get_language() or "")
    words, language = finer_themes.telling_words(told, besides, languages=languages)
    quotes = [quoting.quote(one) for one in incidents[:SHOWN]]
    return Group(incidents[0].theme, incidents, quotes, words, language)


def _pairs(organisation: Organisation) -> list[list[int]]:
    by_kind: dict[tuple[Kind, str], list[Theme]] = defaultdict(list)
    for theme in _with_middles(organisation):
        by_kind[kind_of(theme), theme.embedder].append(theme)
    found = []
    for (_kind, embedder), alike in by_kind.items():
        above = engine.limits_for(embedder).merge
        pairs = engine.alike([bytes(theme.middle) for theme in alike])
        found += [(cosine, sorted([alike[i].pk, alike[j].pk])) for cosine, i, j in pairs if cosine >= above]
    return [ids for _cosine, ids in sorted(found, reverse=True)]


def _refused(organisation: Organisation, name: str) -> list[set[int]]:
    """The sets of ids somebody has answered "not now" about lately."""
    events = AuditEvent.objects.for_organisation(organisation).filter(object_type=Theme._meta.label_lower, verb=NOT_NOW)
    details = events.filter(at__gte=clock.now() - ASKED_AGAIN_AFTER).values_list("detail", flat=True)
    return [set(detail[name]) for detail in details if name in detail]


def _is_refused(ids: Collection[int], refused: list[set[int]]) -> bool:
    """Most of them were asked about together; a few new ones make no new question."""
    return any(2 * len(set(ids) & before) >= len(ids) for before in refused)
