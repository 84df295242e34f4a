"""A link on paper: the QR code as a file, a poster, cards for the tables, a letter."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import manager_required
from invitations import seeing
from invitations.models import PublicLink
from invitations.ways_in import kinds, qr_codes, sheets

CARDS = range(sheets.CARDS_ON_A_SHEET)


@manager_required
@require_safe
def qr_code(request, link_id: int):
    link = _link(request, link_id)
    language = request.GET.get("language", "")
    language = language if language in sheets.languages_of(link) else ""
    title = sheets.title_of(link, language or link.survey.language)
    file = qr_codes.as_file(qr_codes.address(link, language), title=title)
    name = f"qr-{link.pk}-{language}.svg" if language else f"qr-{link.pk}.svg"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file, content_type="image/svg+xml", headers=headers)


@manager_required
@require_safe
def poster(request, link_id: int):
    """In one language or two."""
    return _printed(request, link_id, "poster", languages=[request.GET.get("language"), request.GET.get("and")])


@manager_required
@require_safe
def cards(request, link_id: int):
    return _printed(request, link_id, "cards", languages=[request.GET.get("language")])


@manager_required
@require_safe
def letter(request, link_id: int):
    return _printed(request, link_id, "letter", languages=[request.GET.get("language")])


def _printed(request, link_id: int, kind: str, *, languages: list[str | None]):
    link = _link(request, link_id)
    sheet = sheets.sheet_of(link, languages=[language for language in languages if language])
    context = {
        "link": link,
        "survey": link.survey,
        "organisation": link.survey.organisation,
        "sheet": sheet,
        "kind": kind,
        "second": sheet.words[1].language if len(sheet.words) > 1 else "",
        "qr": qr_codes.drawn(sheet.address),
        "cards": CARDS,
        "sheet_template": f"invitations/{kind}_sheet.html",
    }
    return render(request, "invitations/public_link_sheet.html", context)


def _link(request, link_id: int) -> PublicLink:
    printable = seeing.public_links_of(request.membership).filter(kind__in=kinds.SHARED)
    return get_object_or_404(printable.select_related("unit", "survey__organisation"), pk=link_id)
