"""Under which theme an analysis files what it found, and the numbers it keeps of it.

What stands in a theme of its kind already stays there: only what is new is placed by its words.
"""

from collections.abc import Collection

from insights import finer_themes, theming
from insights.finer_themes import Finer, Placement
from insights.models import Incident, IncidentVector, Theme


def kind_of(found) -> theming.Kind:
    return found.category, theming.direction(found.polarity)


class Places:
    """Where each finding of a response goes, while the kinds of its themes are locked."""

    def __init__(self, response, findings, existing: Collection[Incident], defaults: dict[theming.Kind, Theme]) -> None:
        self._organisation_id, self._embedder = response.organisation_id, findings.embedder
        self._before = {one.pk: one.theme for one in existing}
        self._known = {(one.answer_id, one.start): one for one in existing if one.revision == response.revision}
        self._defaults = defaults
        self._finer = Finer(response.organisation_id, map(kind_of, findings.incidents), embedder=findings.embedder)
        self._of = {(one.answer_id, one.start): self._place(one) for one in findings.incidents}

    def of(self, found) -> Placement:
        return self._of[found.answer_id, found.start]

    def _place(self, found) -> Placement:
        kind, known = kind_of(found), self._known.get((found.answer_id, found.start))
        if known and theming.kind_of(known.theme) == kind:
            return Placement(known.theme, known.theme_unsure)
        near = self._finer.place(kind, found.row)
        return Placement(near.theme or self._defaults[kind], near.is_unsure)

    def remember(self, filed: Collection[tuple[Incident, bytes | None]]) -> None:
        """Keep the numbers of these stories, and reckon each once in the middle of its theme."""
        filed = [(incident, row) for incident, row in filed if row]
        reckoned = self._reckoned()
        for incident, row in filed:
            if incident.pk not in reckoned or self._before[incident.pk].pk != incident.theme_id:
                self._finer.came(incident.theme_id, row)
        rows = {incident.pk: row for incident, row in filed}
        finer_themes.keep_rows(self._organisation_id, self._embedder, rows)
        self._finer.write()
        now = {incident.pk: incident.theme_id for incident, _ in filed}
        finer_themes.renew({theme for pk, theme in self._before.items() if now.get(pk) != theme.pk})

    def _reckoned(self) -> set[int]:
        """Stories whose numbers of this embedder are kept already."""
        if not self._before:
            return set()
        kept = IncidentVector.objects.filter(incident__in=list(self._before), embedder=self._embedder)
        return set(kept.values_list("pk", flat=True))
