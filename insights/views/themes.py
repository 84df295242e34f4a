"""What stories have in common: the list of themes, one of them, and what staff say about them."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import manager_required, staff_required
from common import clock
from insights import categories, finer_themes, headlines, quoting, settling, suggesting_themes, telling, tending_themes
from insights.allowing import NotAllowed
from insights.models import Theme
from insights.models.incident import NEGATIVE
from insights.theme_forms import (
    DIRECTIONS,
    MergingForm,
    MovingForm,
    SplittingForm,
    ThemeFilter,
    TitleForm,
    name_of,
    names_of,
)
from insights.views.looking_up import incident_or_404, incidents_for, tasks_for, theme_or_404, themes_for
from insights.views.tasks import neighbours
from responses import paging

LATELY = timedelta(days=30)
THEMES_A_PAGE = 30
STORIES_A_PAGE = 20
TASKS_SHOWN = 12
QUIET = "quiet"  # the part of the list with what nobody has told lately


@staff_required
@require_safe
def themes(request):
    chooser = ThemeFilter(request.GET, auto_id="filter-%s")
    told = incidents_for(request).standing()
    with_stories = Exists(told.filter(theme=OuterRef("pk")))
    chosen = list(chooser.chosen(themes_for(request)).filter(with_stories).defer("middle"))
    lately = told.filter(happened_at__gte=clock.now() - LATELY, theme__in=[one.pk for one in chosen])
    people = dict(lately.values_list("theme").annotate(people=Count("respondent_key", distinct=True)).order_by())
    names = names_of(chosen)
    chosen.sort(key=lambda one: _place_in_list(one, people.get(one.pk, 0), str(names[one.pk])))
    page = Paginator(chosen, THEMES_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "theme": one,
            "name": names[one.pk],
            "category": categories.label(one.category),
            "says_category": str(names[one.pk]).startswith(categories.label(one.category)),
            "direction": dict(DIRECTIONS)[one.polarity],
            "people": people.get(one.pk, 0),
            "section": one.polarity if one.pk in people else QUIET,
        }
        for one in page
    ]
    context = {
        "chooser": chooser,
        "page": page,
        "rows": rows,
        "is_asked": suggesting_themes.asks(request.membership, themes=themes_for(request), incidents=told),
        "clear_url": reverse("insights:themes") if chooser.is_used else "",
        **neighbours(request, page),
    }
    return render(request, "insights/themes.html", context)


def _place_in_list(theme: Theme, people: int, name: str) -> tuple:
    """What went wrong before what went well, most people told first; what nobody has told lately at the end."""
    return people == 0, theme.polarity, -people, theme.is_default, name.casefold(), theme.pk


@staff_required
@require_safe
def theme(request, theme_id):
    row = theme_or_404(request, theme_id)
    if row.merged_into_id:
        return redirect("insights:theme", row.merged_into_id)
    return theme_page(request, row)


def theme_page(request, theme: Theme, *, status: int = 200, splitting_form: SplittingForm | None = None):
    """The page of one theme; a form that is given stands there with what was typed."""
    seen = incidents_for(request).standing()
    told = seen.filter(theme=theme)
    cursors = {name: request.GET.get(name, "") for name in ("older", "newer")}
    page = paging.newest_first(told.with_words(), moment="happened_at", size=STORIES_A_PAGE, **cursors)
    tasks = tasks_for(request).filter(Q(theme=theme) | Q(theme__merged_into=theme)).with_headline()
    tasks = list(tasks.order_by("closed_at", "band_order", "-score", "id")[:TASKS_SHOWN])
    context = {
        "theme": theme,
        "name": categories.name_of(theme),
        "category": categories.label(theme.category),
        "direction": dict(DIRECTIONS)[theme.polarity],
        "people": told.aggregate(people=Count("respondent_key", distinct=True))["people"],
        "representative": finer_themes.quotes_by_language(theme, seen),
        "quotes": [quoting.quote(one) for one in page.rows],
        "ticked": splitting_form.data.getlist("splitting-incident") if splitting_form else [],
        "tasks": [headlines.card(one) for one in tasks],
        "may_improve": _may_improve(request, theme, tasks, told),
        "has_held_apart": any(one.theme_id != theme.pk and not one.is_ended for one in tasks),
        "history": telling.history(theme),
        **paging.addresses(request, page),
        **_forms(request, theme, told),
    }
    if splitting_form:
        context["splitting_form"] = splitting_form
    return render(request, "insights/theme.html", context, status=status)


def _may_improve(request, theme: Theme, tasks, told) -> bool:
    """A theme of what went wrong, with no living improvement of its own, and stories nobody holds."""
    if theme.polarity != NEGATIVE or not request.membership.is_manager:
        return False
    if any(one.theme_id == theme.pk and not one.is_ended for one in tasks):
        return False
    return tending_themes.free_stories(told).exists()


def _forms(request, theme: Theme, told) -> dict:
    """The forms this reader can use."""
    forms = {}
    if not theme.is_default:
        forms["title_form"] = TitleForm(prefix="title", theme=theme, initial={"title": theme.title})
    if not request.membership.is_manager:
        return forms
    forms["splitting_form"] = SplittingForm(prefix="splitting", incidents=told, theme=theme)
    if not theme.is_default and request.membership.sees_everything:
        merging_form = MergingForm(prefix="merging", theme=theme, themes=themes_for(request))
        if merging_form.themes:
            forms["merging_form"] = merging_form
    return forms


@staff_required
@require_POST
def title(request, theme_id):
    row = theme_or_404(request, theme_id)
    form = TitleForm(request.POST, prefix="title", theme=row)
    if not form.is_valid():
        return _sorry(request, row, form.errors["title"][0])
    return _answer(
        request,
        row,
        lambda: tending_themes.rename(row, title=form.cleaned_data["title"], by=request.user),
        _("The theme has its name."),
    )


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def merging(request, theme_id):
    """Asks once more, and merges when that is `confirmed`: there is no way back.

    The question is the answer to a press; who comes back to its address is led to the theme.
    """
    row = theme_or_404(request, theme_id)
    if request.method != "POST":
        return redirect("insights:theme", row.pk)
    form = MergingForm(request.POST, prefix="merging", theme=row, themes=themes_for(request))
    if not form.is_valid():
        return _sorry(request, row, _("Choose another living theme of the same kind to merge with."))
    if "confirmed" not in request.POST:
        return _ask_whether_they_are_one(request, row, form.target)
    return _answer(
        request,
        row,
        lambda: tending_themes.merge(row, into=form.target, by=request.user),
        _("Merged. The stories stand together now."),
    )


def _ask_whether_they_are_one(request, theme: Theme, into: Theme):
    told = incidents_for(request).standing()
    context = {
        "theme": theme,
        "name": name_of(theme),
        "count": told.filter(theme=theme).count(),
        "into": into,
        "into_name": name_of(into),
        "into_count": told.filter(theme=into).count(),
    }
    return render(request, "insights/theme_merging.html", context)


@manager_required
@require_POST
def improvement(request, theme_id):
    """Make an improvement of what its stories tell."""
    row = theme_or_404(request, theme_id)
    try:
        task = tending_themes.make_task(row, incidents=incidents_for(request), by=request.user)
    except NotAllowed as no:
        return _sorry(request, row, no.words)
    messages.success(request, _("It belongs to an improvement now."))
    return redirect(task) if tasks_for(request).filter(pk=task.pk).exists() else redirect("insights:theme", row.pk)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def splitting(request, theme_id):
    """The theme's page stands at this address where something is missing; who comes back to it is led there."""
    row = theme_or_404(request, theme_id)
    if request.method != "POST":
        return redirect("insights:theme", row.pk)
    told = incidents_for(request).standing()
    form = SplittingForm(request.POST, prefix="splitting", incidents=told, theme=row)
    if form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("title", "suggested", "suggested_in", "leave_tasks")}
        try:
            made = tending_themes.split(row, incidents=form.cleaned_data["incident"], by=request.user, **wanted)
        except NotAllowed as no:
            form.add_error(None, no.words)
        else:
            messages.success(request, _("These stories have a theme of their own now."))
            return redirect("insights:theme", made.pk)
    return theme_page(request, row, status=422, splitting_form=form)


@staff_required
@require_POST
def moving(request, incident_id):
    row = incident_or_404(request, incident_id)
    form = MovingForm(request.POST, prefix="moving", themes=themes_for(request))
    back = ["insights:theme_questions"] if request.POST.get("back") == "questions" else ["insights:incident", row.pk]
    if not form.is_valid():
        messages.warning(request, _("Choose one of the themes shown."))
        return redirect(*back)
    try:
        settling.move(row, to=form.target, by=request.user)
    except NotAllowed as no:
        messages.warning(request, no.words)
    else:
        messages.success(request, _("It belongs there now, and stays there."))
    return redirect(*back)


def _answer(request, row: Theme, verb, said: str):
    try:
        standing = verb()
    except NotAllowed as no:
        return _sorry(request, row, no.words)
    messages.success(request, said)
    return redirect("insights:theme", standing.pk)


def _sorry(request, row: Theme, words):
    messages.warning(request, words)
    return redirect("insights:theme", row.pk)
