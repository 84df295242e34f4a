"""A survey's texts out of the house and in again, as a spreadsheet. Managers only."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import manager_required
from common import workbooks
from common.addresses import whole_number
from surveys.files import sheet_changes, spreadsheets
from surveys.files.forms import SpreadsheetForm
from surveys.files.sheet_changes import Preview
from surveys.frozen import Frozen
from surveys.models import SurveyVersion
from surveys.views.building import changeable

SHOWN = 200  # changes of a language that the preview draws; all of them are taken in
SHOWN_PROBLEMS = 50


@manager_required
@require_safe
def texts_sheet(request, survey_id):
    """The texts as they are now, for a translator."""
    from surveys.files import writing_spreadsheets  # here, because it takes 30 MB that few requests need

    survey = changeable(request, survey_id)
    stored = writing_spreadsheets.write(survey.latest_version)
    name = f"{slugify(survey.name) or 'survey'}-{_('texts')}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(stored, content_type=workbooks.CONTENT_TYPE, headers=headers)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def texts_import(request, survey_id):
    """A file is looked at first; what it changes is carried in the next form, and stored when that is sent."""
    survey = changeable(request, survey_id)
    draft = survey.draft
    if draft is None:
        messages.warning(request, _("The texts are published, so they stay. Start a new draft to change them."))
        return redirect("surveys:texts", survey_id)
    if "changes" in request.POST:
        return _take_in(request, draft)
    form = SpreadsheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = spreadsheets.read(form.cleaned_data["file"].read(spreadsheets.MOST_BYTES + 1))
            return _show(request, sheet_changes.look(sheet, draft))
        except spreadsheets.NotReadable as reason:
            form.add_error("file", str(reason))
    context = {"form": form, "survey": survey}
    return render(request, "surveys/import_texts.html", context, status=422 if form.errors else 200)


def _show(request, preview: Preview) -> HttpResponse:
    context = {
        "preview": preview,
        "survey": preview.version.survey,
        "parts": [
            {
                "language": code,
                "changes": found[:SHOWN],
                "count": sum(not one.is_conflict for one in found),
                "more": max(len(found) - SHOWN, 0),
            }
            for code, found in preview.changes.items()
        ],
        "problems": preview.problems[:SHOWN_PROBLEMS],
        "more_problems": max(len(preview.problems) - SHOWN_PROBLEMS, 0),
    }
    return render(request, "surveys/import_texts_preview.html", context)


def _take_in(request, draft: SurveyVersion) -> HttpResponse:
    wanted = {*request.POST.getlist("language"), *request.POST.getlist("also")}
    told = sheet_changes.unpack(request.POST["changes"])
    try:
        stored, count = sheet_changes.store(
            draft, told, wanted=wanted, expected_revision=whole_number(request.POST, "revision"), by=request.user
        )
    except (ValidationError, Frozen):
        messages.warning(request, _("Nothing was imported. Choose the file once more."))
        return redirect("surveys:texts_import", draft.survey_id)
    messages.success(
        request, ngettext("%(count)d text imported.", "%(count)d texts imported.", count) % {"count": count}
    )
    if left := len(stored.undecided) + len(stored.homeless):
        words = ngettext(
            "%(count)d text was changed by somebody else meanwhile and stays as it is.",
            "%(count)d texts were changed by somebody else meanwhile and stay as they are.",
            left,
        )
        messages.warning(request, words % {"count": left})
    language = next((code for code in request.POST.getlist("language") if code), "")
    return redirect(f"{reverse('surveys:texts', args=[draft.survey_id])}?language={language[:2]}")
