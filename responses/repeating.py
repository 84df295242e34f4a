"""The same words once more by the same open link: somebody sent twice, from another form.

The number of a form tells a double press. Whoever loads the page again and sends the same words has a new number, and
no cookie says who they are. Two people in one house may both answer "yes", so only words of one's own count, so many
that nobody writes them twice by chance, and only for ten minutes. What is remembered is a keyed hash of words and
network together, in the cache: neither can be read from it, and nothing is remembered of answers without such words.
"""

from collections.abc import Sequence
from uuid import UUID

from django.core.cache import cache

from common import signing
from invitations.ways_in import kinds
from responses.answer_values import AnswerValue
from responses.models import Response
from responses.opening import Opened

WINDOW_S = 600
LONG_ENOUGH = 20  # characters


def is_repeat(opened: Opened, values: Sequence[AnswerValue], *, form_number: UUID | None, network: str) -> bool:
    """Whether exactly these answers are stored already, by another form of this link from this network.

    Asks the database only where the cache remembers them: an answer that was not stored after all is no repeat.
    """
    key = _key(opened, values, network)
    before = cache.get(key) if key else None
    if before is None or before == str(form_number):
        return False
    return Response.objects.filter(public_link=opened.public_link, form_number=before).exists()


def remember(opened: Opened, values: Sequence[AnswerValue], *, form_number: UUID, network: str) -> None:
    """Call it once the answers are stored. The first form stays the one that is remembered."""
    if key := _key(opened, values, network):
        cache.add(key, str(form_number), WINDOW_S)


def _key(opened: Opened, values: Sequence[AnswerValue], network: str) -> str:
    link = opened.public_link
    if opened.problem or link is None or link.kind not in kinds.SHARED:
        return ""
    if not any(len(value.words) >= LONG_ENOUGH for value in values):
        return ""
    said = "\n".join(sorted(map(repr, values)))
    return f"repeated:{signing.keyed_hash(f'{link.pk}:{network}', said)}"
