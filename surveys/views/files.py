"""A survey out of the house as a file, and a new one from such a file. Managers only."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import manager_required
from surveys.files import survey_files
from surveys.files.forms import SurveyFileForm
from surveys.files.survey_files import MOST_BYTES, SCHEMA
from surveys.views.building import changeable
from surveys.views.copying import version_asked_for


@manager_required
@require_safe
def survey_file(request, survey_id):
    """The draft or the published version, or the one whose number is named, as JSON."""
    survey = changeable(request, survey_id)
    written = survey_files.written(version_asked_for(survey, request.GET))
    name = f"{slugify(survey.name) or 'survey'}.enmil.json"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(written, content_type="application/json", headers=headers)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """One page that asks for the file; the builder opens with what it says, or the page tells why not."""
    form = SurveyFileForm(request.POST or None, request.FILES or None, membership=request.membership)
    if request.method == "POST" and form.is_valid() and (survey := _start(request, form)):
        messages.success(request, _("The survey is here. None of it has been published."))
        return redirect("surveys:build", survey.pk)
    context = {"form": form, "schema": SCHEMA.as_posix()}
    return render(request, "surveys/import.html", context, status=422 if form.errors else 200)


def _start(request, form: SurveyFileForm):
    """The new survey; none where the file is refused, and then the form says why."""
    from surveys.files import reading_survey_files, starting_from_files  # here: few requests need the schema's library

    told = form.cleaned_data
    try:
        file = reading_survey_files.read(told["file"].read(MOST_BYTES + 1))
        survey, notes = starting_from_files.start(file, request.organisation, by=request.user, unit=told["unit"])
    except reading_survey_files.NotReadable as refused:
        form.add_error("file", refused.reasons)
    except ValidationError as refused:
        form.add_error("file", refused.messages)
    else:
        for note in notes:
            messages.warning(request, note)
        return survey
    return None
