"""What the clock does with finer themes every day: their middles anew, in the numbers of the embedder now in use.

So a middle forgets stories that were erased, and themes outlive a change of embedder.
"""

from django.db import transaction

from insights import analysing, finer_themes, quoting, theming
from insights.models import Incident, Theme

STORIES_A_DAY = 200  # of a theme, whose numbers are made anew


def reckon() -> int:
    """Returns how many themes there are. Harmless when run twice."""
    themes = list(Theme.objects.finer().order_by("id"))
    for theme in themes:
        rows = _rows_anew(theme)
        with transaction.atomic():
            theming.locked_defaults(theme.organisation_id, {theming.kind_of(theme)})
            _keep(theme, *rows)
            finer_themes.renew(Theme.objects.finer().filter(pk=theme.pk))
            _name_anew(theme)
    return len(themes)


def _name_anew(theme: Theme) -> None:
    """The engine's own title in words that may be read today: some were hidden or erased since. A person's stays."""
    named = Theme.objects.finer().filter(pk=theme.pk, named_by__isnull=True).exclude(language="").first()
    if named:
        named.title, named.language = finer_themes.own_title(named)
        named.save(update_fields=["title", "language"])


def _rows_anew(theme: Theme) -> tuple[str, dict[int, bytes]]:
    """The embedder in use, and its numbers for the newest stories of the theme that have none of it."""
    embedder, _none = analysing.rows_of([], languages=[])
    told = Incident.objects.standing().filter(theme=theme).exclude(vector__embedder=embedder).with_words()
    told = [one for one in told.newest_first()[:STORIES_A_DAY] if not quoting.is_outdated(one)]
    if not told:
        return embedder, {}
    words = [one.answer.words[one.start : one.end] for one in told]
    _name, rows = analysing.rows_of(words, languages=[one.answer.response.language for one in told])
    return embedder, {one.pk: row for one, row in zip(told, rows, strict=True)}


def _keep(theme: Theme, embedder: str, rows: dict[int, bytes]) -> None:
    """Those whose stories are still there."""
    standing = Incident.objects.filter(pk__in=list(rows), theme=theme).values_list("pk", flat=True)
    finer_themes.keep_rows(theme.organisation_id, embedder, {pk: rows[pk] for pk in standing})
