"""A hotel's survey with one question of every kind, in Swedish and English, as a manager would write it."""

from common import clock
from surveys import question_kinds as kinds
from surveys.models import Survey
from tests import cast

WAYS = [("train", "Tåg", "Train"), ("bus", "Buss", "Bus"), ("car", "Bil", "Car"), ("foot", "Till fots", "On foot")]
HELD = [("bed", "Sängen", "The bed"), ("quiet", "Tystnaden", "The quiet"), ("view", "Utsikten", "The view")]
NOT_ALL = ("Det som fanns på frukostbordet när vi kom ner", "What stood on the breakfast table when we came down")


def told(swedish: str, english: str) -> dict[str, str]:
    return {"sv": swedish, "en": english}


def options(*rows: tuple[str, str, str]) -> list[dict]:
    return [{"key": key, "texts": told(swedish, english)} for key, swedish, english in rows]


WHY = {
    "neutral": told("Vad gjorde att det blev så?", "What made it so?"),
    "yes": told("Vad gjorde natten bra?", "What made the night good?"),
    "no": told("Vad störde sömnen?", "What disturbed your sleep?"),
}
QUESTIONS = [
    (kinds.YES_NO, told("Sov du gott?", "Did you sleep well?"), {"prompt": WHY}),
    (
        kinds.SCALE,
        told("Hur utvilad var du när du vaknade?", "How rested were you when you woke up?"),
        {"ends": {"low": told("inte alls", "not at all"), "high": told("helt", "entirely")}, "prompt": WHY},
    ),
    (
        kinds.SCALE_1_5,
        told("Hur lätt var det att hitta hit?", "How easy was it to find us?"),
        {"ends": {"low": told("mycket svårt", "very hard"), "high": told("mycket lätt", "very easy")}, "prompt": WHY},
    ),
    (kinds.NPS, told("Skulle du råda en vän att bo hos oss?", "Would you tell a friend to stay with us?"), {}),
    (kinds.SINGLE_CHOICE, told("Hur kom du hit?", "How did you come here?"), {"options": options(*WAYS)}),
    (
        kinds.MULTIPLE_CHOICE,
        told("Vad bar natten?", "What carried the night?"),
        {"options": options(*HELD, ("table", *NOT_ALL))},
    ),
    (kinds.OPEN_TEXT, told("Hur blev du bemött?", "How were you treated?"), {}),
    (
        kinds.ONE_TIME,
        told("Berätta om en gång då vi gjorde skillnad.", "Tell us about one time we made a difference."),
        {},
    ),
    (kinds.SHORT_TEXT, told("Vad var det första du såg?", "What was the first thing you saw?"), {}),
    (kinds.NUMBER, told("Hur många nätter stannade du?", "How many nights did you stay?"), {}),
    (kinds.DATE, told("När kom du?", "When did you arrive?"), {}),
]


def survey_of(organisation, *wanted: str, **fields) -> Survey:
    """A published survey of these kinds, or of all; `fields` are the survey's."""
    survey = cast.survey(organisation, **fields)
    draft = survey.draft
    draft.questions.all().delete()
    for kind, texts, more in QUESTIONS:
        if not wanted or kind in wanted:
            cast.question(draft, kind, texts, **({} if kind in kinds.CLOSED else {"prompt": {}}) | more)
    draft.published_at = clock.now()
    draft.save()
    survey.published_version = draft
    survey.save()
    return survey
