"""How alike people read, and what the sorting has learned from them."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import staff_required
from insights import agreeing, quoting, recounting
from insights.models import TeachingRound
from insights.views.looking_up import codings_for, incidents_for
from insights.views.tasks import neighbours

DISAGREEMENTS_A_PAGE, ROUNDS_A_PAGE = 20, 20
ENOUGH = 20  # held-back decisions; below it a share says nothing


@staff_required
@require_safe
def review_agreement(request):
    """Figures for everybody's double readings as a whole, from three people on; and where two readings differ."""
    incidents = incidents_for(request)
    found = agreeing.pairs(codings_for(request))
    questions = {
        "is_incident": _("Did something happen, or not?"),
        "category": _("What is it about?"),
        "polarity": _("Was it good or bad?"),
        "severity": _("How much did it mean?"),
    }
    page = Paginator([pair for pair in found if pair.differs], DISAGREEMENTS_A_PAGE).get_page(request.GET.get("page"))
    rows = incidents.with_words().in_bulk([pair.incident_id for pair in page])
    figures = agreeing.agreements(found)
    context = {
        "figures": [(questions[name], figure) for name, figure in figures.items()],
        "has_left_out": len(figures) < len(questions),
        "count": len(found),
        "enough": agreeing.ENOUGH,
        "people": agreeing.PEOPLE,
        "each": agreeing.EACH,
        "page": page,
        "disagreements": [
            (quoting.quote(rows[pair.incident_id]), sorted(map(recounting.in_words, (pair.one, pair.other))))
            for pair in page
            if pair.incident_id in rows
        ],
        **neighbours(request, page),
    }
    return render(request, "insights/review_agreement.html", context)


@staff_required
@require_safe
def review_learning(request):
    """The rounds, newest first: how many decisions each learned from, and how right it was on others."""
    rounds = TeachingRound.objects.for_organisation(request.organisation).order_by("-number")
    page = Paginator(rounds, ROUNDS_A_PAGE).get_page(request.GET.get("page"))
    newest = page.object_list[0] if page.number == 1 and page.object_list else rounds.first()
    context = {"page": page, "newest": newest, "enough": ENOUGH, **neighbours(request, page)}
    return render(request, "insights/learning.html", context)
