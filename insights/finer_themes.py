"""Themes that say more than their category: where a new story belongs, and the numbers that tell it.

A theme's middle is the mean of the rows of its stories. Coming stories are added to it; where stories leave, and
every night, it is reckoned anew. Callers hold the locks of `theming`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from insights import categories, quoting
from insights.engine import theming as engine
from insights.models import Incident, IncidentVector, Theme
from insights.theming import Kind, kind_of

NEWEST_RECKONED = 500  # stories of a theme that make its middle
WORDS_FROM, OTHERS_FROM = 60, 200  # stories read for a title: of the theme, and of everything else
TITLE_MAX = 90


@dataclass(frozen=True)
class Placement:
    """`theme` is None where the story stays with its category; `is_unsure` where a person should say."""

    theme: Theme | None = None
    is_unsure: bool = False


class Finer:
    """The finer themes of some kinds in one organisation, as they are while these kinds are locked."""

    def __init__(self, organisation_id: int, kinds: Iterable[Kind], *, embedder: str) -> None:
        kinds, self._embedder = set(kinds), embedder
        rows = Theme.objects.filter(
            organisation_id=organisation_id,
            is_default=False,
            merged_into__isnull=True,
            category__in={category for category, _ in kinds},
            polarity__in={polarity for _, polarity in kinds},
        )
        self._by_kind: dict[Kind, list[Theme]] = defaultdict(list)
        self._by_id = {theme.pk: theme for theme in rows.order_by("id")} if kinds else {}
        for theme in self._by_id.values():
            self._by_kind[kind_of(theme)].append(theme)
        self._came: dict[int, list[bytes]] = defaultdict(list)

    def place(self, kind: Kind, row: bytes | None) -> Placement:
        """Where a story of this kind belongs; with its category when no theme is near."""
        near = [theme for theme in self._by_kind[kind] if theme.embedder == self._embedder and theme.middle]
        if row is None or not near:
            return Placement()
        place, cosine = engine.nearest(row, [theme.middle for theme in near])
        limits = engine.limits_for(self._embedder)
        if cosine >= limits.attach:
            return Placement(near[place])
        return Placement(is_unsure=cosine >= limits.unsure)

    def came(self, theme_id: int, row: bytes) -> None:
        """A story that was not reckoned with yet belongs to it; kept until `write`.

        Of no account for a default theme, and for one whose middle is in another embedder's numbers.
        """
        theme = self._by_id.get(theme_id)
        if theme and (not theme.middle or theme.embedder == self._embedder):
            self._came[theme_id].append(row)

    def write(self) -> None:
        for theme_id, rows in self._came.items():
            theme = self._by_id[theme_id]
            theme.middle = engine.added(theme.middle, theme.weight, rows)
            theme.weight = (theme.weight if theme.embedder == self._embedder else 0) + len(rows)
            theme.embedder = self._embedder
            theme.save(update_fields=["middle", "weight", "embedder"])
        self._came.clear()


def keep_rows(organisation_id: int, embedder: str, rows: Mapping[int, bytes]) -> None:
    """The numbers of these incidents, instead of those kept before."""
    IncidentVector.objects.bulk_create(
        [
            IncidentVector(organisation_id=organisation_id, incident_id=pk, embedder=embedder, values=values)
            for pk, values in rows.items()
        ],
        update_conflicts=True,
        unique_fields=["incident"],
        update_fields=["embedder", "values"],
    )


def renew(themes: Iterable[Theme]) -> None:
    """The middles of the finer ones among these themes anew, from the rows of their newest stories."""
    for theme in themes:
        if not theme.is_default:
            _renew(theme)


def _renew(theme: Theme) -> None:
    newest = IncidentVector.objects.filter(incident__theme=theme, incident__dismissed=False).order_by("-incident_id")
    rows = list(newest.values_list("embedder", "values")[:NEWEST_RECKONED])
    embedder = rows[0][0] if rows else ""
    values = [bytes(value) for name, value in rows if name == embedder]
    theme.embedder, theme.weight = embedder, len(values)
    theme.middle = engine.mean(values) if values else None
    Theme.objects.filter(pk=theme.pk).update(embedder=theme.embedder, weight=theme.weight, middle=theme.middle)


def own_title(theme: Theme) -> tuple[str, str]:
    """Named by the words that tell its stories from the organisation's others, and their language; else empty."""
    told = Incident.objects.standing().filter(organisation_id=theme.organisation_id).with_words().newest_first()
    main = [theme.organisation.language]
    here, others = told.filter(theme=theme)[:WORDS_FROM], told.exclude(theme=theme)[:OTHERS_FROM]
    words, language = telling_words(here, others, languages=main)
    return title_of(theme.category, words, language), language


def title_of(category: str, words: Sequence[str], language: str) -> str:
    """ "Waiting: queue, lift": a few words alone do not read as a name. Empty where there are none."""
    name, told = categories.label(category, language), ", ".join(words)
    if not words:
        return ""
    return (f"{name} {told.capitalize()}" if name.endswith("?") else f"{name}: {told}")[:TITLE_MAX]


def telling_words(
    incidents: Iterable[Incident], others: Iterable[Incident], *, languages: Sequence[str] = ()
) -> tuple[list[str], str]:
    """Words that tell these stories, in the first of the `languages` that has some, else in the commonest one."""
    told: dict[str, dict[UUID, list[str]]] = defaultdict(lambda: defaultdict(list))
    for incident in incidents:  # one text a person: what one alone says is nobody's title
        told[incident.answer.response.language][incident.respondent_key].append(quoting.words_of(incident))
    if not told:
        return [], ""
    texts = {language: ["\n".join(words) for words in people.values()] for language, people in told.items()}
    wanted = {language: place for place, language in reversed([*enumerate(languages)])}
    others = list(others)
    for language in sorted(texts, key=lambda one: (wanted.get(one, len(wanted)), -len(texts[one]), one)):
        besides = [quoting.words_of(one) for one in others if one.answer.response.language == language]
        if words := engine.telling_words(texts[language], besides, language=language):
            return words, language
    return [], ""


def quotes_by_language(theme: Theme, incidents) -> list[quoting.Quote]:
    """One story a language that stands for the theme, among the newest of `incidents`; the commonest language first.

    Empty for a theme without a middle: it is about many things.
    """
    if not theme.middle or theme.is_default:
        return []
    newest = IncidentVector.objects.filter(incident__in=incidents.filter(theme=theme), embedder=theme.embedder)
    rows = newest.order_by("-incident_id").values_list("incident_id", "values", "incident__answer__response__language")
    spoken: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for incident_id, values, language in rows[: WORDS_FROM * 3]:
        spoken[language].append((incident_id, bytes(values)))
    chosen = []
    for language in sorted(spoken, key=lambda one: (-len(spoken[one]), one)):
        place = engine.medoid([values for _, values in spoken[language]], bytes(theme.middle))
        chosen.append(spoken[language][place][0])
    found = Incident.objects.with_words().in_bulk(chosen)
    return [quoting.quote(found[pk]) for pk in chosen if pk in found]
