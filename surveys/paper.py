"""A survey as a paper form: what stands on the sheet, in one language, for a customer with a pen."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from surveys import inserting, logic
from surveys import question_kinds as kinds
from surveys.models import Question, SurveyVersion
from surveys.saying_conditions import YES_NO_ANSWERS
from surveys.texts import in_language

LONG, SHORT = 6, 3  # lines to write on: where words are the answer, and where they say why


@dataclass
class PaperQuestion:
    number: int
    kind: str
    text: str
    only_if: str = ""  # "Only if you answered “No” to question 1."
    how: str = ""  # "Tick one."
    hint: str = ""
    choices: list[str] = field(default_factory=list)
    low: str = ""
    high: str = ""
    words: list[str] = field(default_factory=list)  # each asks for a few lines of one's own
    lines: int = SHORT

    @property
    def shape(self) -> str:
        """How it is answered with a pen: boxes, scale, lines, line, number or date."""
        if self.kind in kinds.SCALES:
            return "scale"
        if self.kind in {kinds.YES_NO, *kinds.CHOOSING}:
            return "boxes"
        return {kinds.SHORT_TEXT: "line", kinds.NUMBER: "number", kinds.DATE: "date"}.get(self.kind, "lines")


@dataclass(frozen=True)
class Sheet:
    language: str
    title: str
    intro: str
    thanks: str
    questions: list[PaperQuestion]


def sheet_of(version: SurveyVersion, *, language: str) -> Sheet:
    """The form in this language (one query). What nobody could ever be asked is not on it."""
    with override(language):
        said = _Saying(version.languages, language)
        questions = list(version.questions.order_by("position", "id"))
        return Sheet(
            language,
            said.of(version.title),
            said.of(version.intro),
            said.of(version.thanks),
            _asked(questions, said),
        )


@dataclass(frozen=True)
class _Saying:
    languages: list[str]
    language: str

    def of(self, texts: dict[str, str] | None) -> str:
        """The text with the words that stand in for what a pen cannot insert."""
        return inserting.fill(in_language(texts, self.language, *self.languages))

    def choices(self, question: Question) -> dict[str, str]:
        """The closed answers by the value that is stored."""
        if question.kind == kinds.YES_NO:
            return {value: str(name) for value, name in YES_NO_ANSWERS.items()}
        if question.kind in kinds.SCALES:
            return {str(value): str(value) for value in kinds.SCALES[question.kind]}
        return {option["key"]: self.of(option["texts"]) for option in question.options}


def _asked(questions: list[Question], said: _Saying) -> list[PaperQuestion]:
    earlier: dict = {}
    sheet = []
    for question in questions:
        waits_for = earlier.get(logic.key_in(question.show_if)) if question.show_if else None
        if question.show_if and (waits_for is None or not str(question.show_if.get("value", ""))):
            continue
        paper = _on_paper(question, len(sheet) + 1, said)
        paper.only_if = _only_if(question.show_if, *waits_for, said) if waits_for else ""
        earlier[question.key] = (question, paper.number)
        sheet.append(paper)
    return sheet


def _on_paper(question: Question, number: int, said: _Saying) -> PaperQuestion:
    kind, prompt = question.kind, question.prompt
    paper = PaperQuestion(number, kind, said.of(question.texts))
    paper.choices = list(said.choices(question).values())
    paper.low, paper.high = said.of(question.ends.get("low")), said.of(question.ends.get("high"))
    asks_why = [said.of(prompt.get("neutral"))]
    if kind in kinds.CLOSED:
        several = kind == kinds.MULTIPLE_CHOICE
        paper.how = _("Tick all that fit.") if several else _("Tick one.")
        if not asks_why[0]:
            asks_why = [said.of(prompt.get("yes")), said.of(prompt.get("no"))]
        paper.words = [words for words in asks_why if words]
    else:
        paper.hint = asks_why[0]
        paper.lines = LONG
    if kind == kinds.ONE_TIME:
        paper.words, paper.lines = [_("What happened?"), _("How were you met?"), _("What did it lead to?")], SHORT
    return paper


def _only_if(condition: dict, waits_for: Question, number: int, said: _Saying) -> str:
    value = str(condition["value"])
    told = {"answer": said.choices(waits_for).get(value, value), "number": number}
    match condition.get("operator"):
        case logic.IS:
            return _("Only if you answered “%(answer)s” to question %(number)d.") % told
        case logic.IS_NOT:
            return _("Only if you answered something else than “%(answer)s” to question %(number)d.") % told
        case logic.BELOW:
            return _("Only if your answer to question %(number)d is below %(answer)s.") % told
    return _("Only if “%(answer)s” is in your answer to question %(number)d.") % told
