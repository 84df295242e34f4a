"""What a translator sees and sends: helpers of the stories about texts and spreadsheets."""

import uuid

from django.urls import reverse

from surveys import question_kinds
from surveys.models import Question, Survey
from surveys.side_by_side import translating
from tests import cast

FIVE = ("sv", "en", "da", "nb", "fi")


def promised_survey(of, *texts: dict) -> Survey:
    """Promised in Swedish, English and Finnish, the Finnish not there yet; its third question offers two answers."""
    survey = cast.survey(of)
    draft = survey.draft
    draft.languages = ["sv", "en", "fi"]
    draft.save()
    answers = texts or ({"sv": "Buss"}, {"sv": "Tåg"})
    options = [{"key": f"k{number}", "texts": words} for number, words in enumerate(answers, start=1)]
    cast.question(draft, question_kinds.SINGLE_CHOICE, {"sv": "Hur kom du hit?", "en": "How?"}, options=options)
    return survey


def large_survey(of) -> Survey:
    """Two hundred questions of fifty answers in five languages."""
    survey = cast.survey(of, languages=FIVE)
    draft, texts = survey.draft, dict.fromkeys(FIVE, "Ett svar med några ord")
    rows = [
        Question(
            organisation=of,
            version=draft,
            key=uuid.uuid4(),
            kind=question_kinds.SINGLE_CHOICE,
            position=number,
            touchpoint=draft.questions.first().touchpoint,
            texts=texts,
            options=[{"key": f"k{option}", "texts": texts} for option in range(50)],
            prompt={"neutral": texts},
        )
        for number in range(3, 201)
    ]
    Question.objects.bulk_create(rows)
    return survey


def url(survey) -> str:
    return reverse("surveys:texts", args=[survey.pk])


def first(survey) -> Question:
    return survey.draft.questions.first()


def name_of(survey, path="text", number=0) -> str:
    """Of the control for one text of a question."""
    return f"q-{survey.draft.questions.all()[number].key.hex}-{path}"


def sent(survey, language="fi", **changes) -> dict:
    """What a browser sends from the page that shows all texts in one language."""
    version = Survey.objects.get(pk=survey.pk).latest_version
    places = translating.places_in(translating.groups_of(version))
    shown = {place.name: place.said(language) for place in places}
    return shown | {"revision": version.revision, "language": language, "page": "1", "only": "", "do": "save"} | changes
