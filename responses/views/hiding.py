"""Hiding words by hand, taking it back, and showing once what is hidden."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import privacy_required, staff_required
from responses import hiding_by_hand, reading, revealing
from responses.models import Response

LONGEST = 300


class HidingForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Words to hide"),
        max_length=LONGEST,
        help_text=gettext_lazy("Write or paste them as they stand in the answer. They are hidden everywhere in it."),
        error_messages={"required": gettext_lazy("Write the words that are to be hidden.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[("name", gettext_lazy("A name")), ("other", gettext_lazy("Something else"))],
        initial="name",
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why do you need to see it?"),
        max_length=revealing.LONGEST_REASON,
        help_text=gettext_lazy("Your name, the time and this reason are kept."),
    )


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request, response_id: int):
    """Where nothing is hidden the form stands there again with what was typed, above the answer to find it in.

    Who comes back to that page by its address (in another language, say) finds the form empty.
    """
    response = _response(request, response_id)
    if request.method != "POST":
        return _form_page(request, response, HidingForm(prefix="hiding"))
    form = HidingForm(request.POST, prefix="hiding")
    places = 0
    if form.is_valid():
        wanted, kind = form.cleaned_data["words"], form.cleaned_data["kind"]
        places = hiding_by_hand.hide(response, wanted, kind=kind, by=request.user)
        if not places:
            missing = _("These words do not stand in the answer. Whole words only, as they are written.")
            form.add_error("words", missing)
    if not places:
        return _form_page(request, response, form, status=422)
    words = ngettext("Hidden in %(count)d place.", "Hidden in %(count)d places.", places)
    messages.success(request, words % {"count": places})
    return redirect("insights:answer", response.pk)


def _form_page(request, response: Response, form: HidingForm, *, status: int = 200):
    context = {
        "response": response,
        "hiding_form": form,
        "rows": reading.rows_of(response, get_language() or "en"),
        "language": response.language,
    }
    return render(request, "responses/hiding.html", context, status=status)


@privacy_required
@require_POST
def show_again(request, response_id: int, span_id: int):
    response = _response(request, response_id)
    hiding_by_hand.show_again(response, span_id, by=request.user)
    messages.success(request, _("It can be read again."))
    return redirect("insights:answer", response.pk)


@privacy_required
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request, response_id: int):
    """The page is drawn from the POST itself, and kept by nobody: who comes back to its address sees nothing hidden."""
    response = _response(request, response_id)
    if request.method != "POST":
        return redirect("insights:answer", response.pk)
    form = ReasonForm(request.POST, prefix="reveal")
    context = {"response": response, "form": form, "language": response.language}
    if form.is_valid():
        context["revealed"] = revealing.reveal(response, reason=form.cleaned_data["reason"], by=request.user)
    page = render(request, "responses/revealed.html", context, status=200 if form.is_valid() else 422)
    page["Cache-Control"] = "no-store"
    return page


def _response(request, response_id: int) -> Response:
    visible = reading.visible_to(request.membership).select_related("survey", "unit")
    return get_object_or_404(visible, pk=response_id)
