"""Links for everybody: one for each unit and place where people meet it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import manager_required
from invitations import paging, seeing
from invitations.forms.ways_in import PublicLinkForm, SitesForm
from invitations.models import PublicLink
from invitations.ways_in import framing, kinds, links, qr_codes, sheets, typed_codes
from surveys.models import Survey
from surveys.seeing import changeable_by


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def public_links(request, survey_id: int):
    survey = get_object_or_404(changeable_by(request.membership), pk=survey_id)
    form = PublicLinkForm(request.POST or None, membership=request.membership, initial={"unit": survey.unit_id})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            link = links.public_link(
                survey, told["unit"], kind=told["kind"], by=request.user, frame_origins=told["sites"]
            )
            return redirect("invitations:public_link_page", link.pk)
        except links.NotOpen as reason:
            form.add_error(None, str(reason))
    living = seeing.public_links_of(request.membership).filter(survey=survey, ended_at__isnull=True)
    page = paging.newest_first(living.filter(kind__in=kinds.SHARED).select_related("unit"), request)
    context = {
        "survey": survey,
        "form": form,
        "page": page,
        "rows": [(link, kinds.LABELS[link.kind], kinds.ICONS[link.kind]) for link in page.rows],
        "is_open": survey.state == Survey.State.OPEN,
    }
    return render(request, "invitations/public_links.html", context, status=422 if form.errors else 200)


@manager_required
@require_safe
def public_link_page(request, link_id: int):
    return _link_page(request, _link(request, link_id))


@manager_required
@require_POST
def public_link_code(request, link_id: int):
    link = _link(request, link_id)
    if link.kind in kinds.TYPED:
        typed_codes.give(link)
    return redirect("invitations:public_link_page", link.pk)


@manager_required
@require_POST
def public_link_sites(request, link_id: int):
    """Which web sites may show an embedded link."""
    link = _link(request, link_id)
    form = SitesForm(request.POST, link=link)
    if link.kind != PublicLink.Kind.EMBED:
        return redirect("invitations:public_link_page", link.pk)
    if not form.is_valid():
        return _link_page(request, link, form=form, status=422)
    links.allow_sites(link, form.cleaned_data["sites"], by=request.user)
    messages.success(request, _("Saved. Only these sites can show it."))
    return redirect("invitations:public_link_page", link.pk)


@manager_required
@require_POST
def public_link_end(request, link_id: int):
    link = get_object_or_404(seeing.public_links_of(request.membership).select_related("unit"), pk=link_id)
    links.end_public_link(link, by=request.user)
    messages.success(request, _("The link leads nowhere any more."))
    return redirect("invitations:public_links", link.survey_id)


def _link(request, link_id: int) -> PublicLink:
    shared = seeing.public_links_of(request.membership).filter(kind__in=kinds.SHARED)
    return get_object_or_404(shared.select_related("unit", "survey__organisation"), pk=link_id)


def _link_page(request, link: PublicLink, *, form: SitesForm | None = None, status: int = 200):
    languages = sheets.languages_of(link)
    chosen = request.GET.get("language", "")
    chosen = chosen if chosen in languages else ""
    title = sheets.title_of(link, chosen or get_language())
    context = {
        "link": link,
        "survey": link.survey,
        "label": kinds.LABELS[link.kind],
        "languages": languages,
        "chosen": chosen,
        "address": qr_codes.address(link, chosen),
        "qr": qr_codes.drawn(qr_codes.address(link, chosen)),
        "can_be_typed": link.kind in kinds.TYPED,
        "code": typed_codes.shown(link.code) if link.code else "",
        "typed_at": typed_codes.address(),
        "sheets": _sheets(link) if link.kind == PublicLink.Kind.OPEN else [],
        "snippet": framing.snippet(link, title=title) if link.kind == PublicLink.Kind.EMBED else "",
        "form": form or SitesForm(link=link),
    }
    return render(request, "invitations/public_link.html", context, status=status)


def _sheets(link: PublicLink) -> list[tuple[str, str, str, str]]:
    """What can be printed: its address, its name, what it is, and the picture beside it."""
    return [
        (reverse("invitations:public_link_poster", args=[link.pk]), _("Poster"), _("One big code on A4"), "image"),
        (reverse("invitations:public_link_cards", args=[link.pk]), _("Table cards"), _("Four on A4"), "layout-grid"),
        (reverse("invitations:public_link_letter", args=[link.pk]), _("Letter"), _("With code and words"), "file-text"),
    ]
