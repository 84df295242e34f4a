"""The first question's answers as links in the mail: all alike, each on a line of its own, and only where they fit."""

import re

import pytest
from django.utils.translation import override, pgettext_lazy

from invitations.mailings import sending
from invitations.mails import answer_links, writing
from invitations.models import EmailDelivery, Mailing
from surveys import definitions, question_kinds
from surveys.models import Question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
CELL = re.compile(r'<td[^>]*>(<a class="answer" href="([^"]*)"[^>]*>)([^<]*)</a></td>')


BETWEEN = pgettext_lazy("answer between yes and no", "A bit of both")


def options(*texts: str) -> list[dict]:
    return [{"key": f"k{place}", "texts": {"sv": text, "en": text}} for place, text in enumerate(texts)]


@pytest.fixture
def composed(survey, carl, maria):
    """The mail about a survey whose first question is changed so: composed(kind="nps") gives (mail, link)."""

    def compose(**changes):
        # A published question is frozen; what a manager would have published is written past the guard.
        first = survey.published_version.questions.order_by("position").first()
        Question._base_manager.filter(pk=first.pk).update(**changes)
        definitions.forget_definitions()
        sending.invite(survey, [carl], by=maria)
        delivery = EmailDelivery.objects.select_related(*writing.RELATED).get()
        return writing.compose(delivery), delivery.invitation.link

    return compose


def cells(mail) -> list[tuple[str, str]]:
    """(label, address) of the answers in the HTML, in their order."""
    return [(label, url) for _tag, url, label in CELL.findall(mail.alternatives[0].content)]


def lines(mail) -> list[tuple[str, str]]:
    """The same of the plain text."""
    return [tuple(line.split(": ", 1)) for line in mail.body.splitlines() if "?a=" in line]


@pytest.mark.parametrize(
    ("changes", "answers"),
    [
        ({}, [("Ja", "yes"), ("Nej", "no"), (BETWEEN, "neither")]),
        ({"kind": question_kinds.SCALE_1_5}, [(str(n), str(n)) for n in range(1, 6)]),
        ({"kind": question_kinds.SCALE}, [(str(n), str(n)) for n in range(11)]),
        ({"kind": question_kinds.NPS}, [(str(n), str(n)) for n in range(11)]),
        (
            {
                "kind": question_kinds.SINGLE_CHOICE,
                "options": options("Sängen", "Tystnaden", "Maten", "Priset", "Annat"),
            },
            [("Sängen", "k0"), ("Tystnaden", "k1"), ("Maten", "k2"), ("Priset", "k3"), ("Annat", "k4")],
        ),
    ],
    ids=["yes or no", "1 to 5", "0 to 10", "recommend", "five choices"],
)
def test_each_answer_is_a_link_in_both_parts(composed, changes, answers):
    mail, link = composed(**changes)
    with override("sv"):
        expected = [(str(label), f"{link}?a={value}") for label, value in answers]
    assert cells(mail) == lines(mail) == expected
    assert "Sov du gott?" in mail.body
    assert "<h2" in mail.alternatives[0].content
    assert 'class="button"' not in mail.alternatives[0].content


def test_every_answer_looks_like_the_others(composed):
    mail, _link = composed()
    tags = [re.sub(r'href="[^"]*"', "", tag) for tag, _url, _label in CELL.findall(mail.alternatives[0].content)]
    assert len(tags) == 3
    assert len(set(tags)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": question_kinds.OPEN_TEXT},
        {"kind": question_kinds.NUMBER},
        {"kind": question_kinds.DATE},
        {"kind": question_kinds.ONE_TIME},
        {"kind": question_kinds.SINGLE_CHOICE, "options": options(*"abcdef")},
        {"kind": question_kinds.MULTIPLE_CHOICE, "options": options("a", "b")},
        {"show_if": {"question": "00000000-0000-4000-8000-000000000000", "operator": "is", "value": "yes"}},
    ],
    ids=["words", "number", "date", "one time", "six choices", "several choices", "perhaps never asked"],
)
def test_other_questions_have_a_plain_button(composed, changes):
    mail, link = composed(**changes)
    assert cells(mail) == lines(mail) == []
    assert f'class="button" href="{link}"' in mail.alternatives[0].content
    assert f"\n{link}\n" in mail.body


def test_a_letter_may_do_without_answers(survey, carl, maria):
    sending.invite(survey, [carl], by=maria)
    Mailing.objects.update(answers_in_mail=False)
    delivery = EmailDelivery.objects.select_related(*writing.RELATED).get()
    mail = writing.compose(delivery)
    assert cells(mail) == []
    assert f'class="button" href="{delivery.invitation.link}"' in mail.alternatives[0].content


def test_the_ends_of_a_scale_are_said_in_words_as_on_the_page(composed):
    ends = {"low": {"sv": "mycket svårt", "en": "very hard"}, "high": {"sv": "mycket lätt", "en": "very easy"}}
    mail, _link = composed(kind=question_kinds.SCALE_1_5, ends=ends)
    for part in (mail.body, mail.alternatives[0].content):
        assert "1 betyder mycket svårt, 5 betyder mycket lätt." in part


def test_what_managers_wrote_is_words_in_the_mail(composed):
    mail, _link = composed(kind=question_kinds.SINGLE_CHOICE, options=options("<b>Sängen</b>", 'x" onclick="y'))
    html = mail.alternatives[0].content
    assert "<b>" not in html
    assert re.search(r"<[^>]*onclick", html) is None
    assert "&lt;b&gt;Sängen&lt;/b&gt;" in html


def test_rows_have_cells_of_one_size(survey):
    first = definitions.published_definition(survey.published_version_id).questions[0]
    eleven = [(str(n), f"#{n}") for n in range(11)]
    rows = answer_links.in_rows(first, eleven)
    assert [len(row) for row in rows] == [6, 6]
    assert rows[1][-1] == ("", "")
    long = [("Kyllä", "#1"), ("Ei", "#2"), ("Siltä väliltä", "#3")]
    assert answer_links.in_rows(first, long) == [[answer] for answer in long]


def test_a_link_that_has_words_already_gets_one_more(survey):
    definition = definitions.published_definition(survey.published_version_id)
    [first, *_rest] = answer_links.links("https://x.example/p/?language=sv", definition, "sv")
    assert first[1] == "https://x.example/p/?language=sv&a=yes"
