"""Forgetting somebody: afterwards nothing in the whole database says who it was or what they wrote."""

import json

import pytest
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts import auditing
from accounts.models import AuditEvent
from common import clock, working
from common.models import Work
from insights import erasing as quotations
from insights.models import ImprovementTask, Incident, ResponseAnalysis
from invitations.customers import cleaning_folders, folders_on_disk, importing, letting_go
from invitations.mailings import sending
from invitations.models import (
    Contact,
    Customer,
    CustomerImport,
    EmailDelivery,
    Invitation,
    PublicLink,
    Spared,
    WatchedFolder,
)
from invitations.stopping import suppressing
from responses import erasing
from responses.models import Answer, Response
from responses.submitting import ANALYSE
from tests import cast

pytestmark = pytest.mark.django_db
ADDRESS, NAME = "carl.qvist@guest.example", "Carl Qvist"
WORDS = "Fläkten tjöt hela natten och ingen i receptionen kom. Ring mig på 070-123 45 67."
TRACES = [ADDRESS, NAME, "tjöt hela natten", "ingen i receptionen kom", "070-123 45 67", "Qvist", "guest.example"]


def dump() -> str:
    """Every value of every row of every table, as text; JSON's escaped letters as they are read."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            told += [str(value) for row in cursor.fetchall() for value in row]
    whole = "\n".join(told).casefold()
    return whole + whole.encode().decode("unicode_escape", errors="replace")


def found_in(whole: str) -> list[str]:
    return [trace for trace in TRACES if trace.casefold() in whole]


@pytest.fixture
def carl(hotel):
    return cast.customer(hotel, ADDRESS, name=NAME, attributes={"Room type": "Suite"}, use_happened_at=clock.now())


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


@pytest.fixture
def told(hotel, survey, carl, maria, rung):
    """Carl was asked, has answered, was quoted, and stands in all the corners of the house."""
    mailing = sending.invite(survey, [carl], by=maria)
    invitation = Invitation.objects.get(customer=carl)
    EmailDelivery.objects.update(error=f"550 <{ADDRESS}> unknown", state="failed", provider_message_id="x-1")
    response = cast.response(
        survey,
        invitation=invitation,
        respondent_key=carl.respondent_key,
        submitted_at=clock.now(),
        reply_contact=ADDRESS,
    )
    Response.objects.update(search_text="fläkten tjöt hela natten")
    cast.answer(response, WORDS)
    working.put(ANALYSE, object_id=response.pk)
    working.do_waiting(ANALYSE)
    Work.objects.update(error=f"KeyError: {ADDRESS}")
    Spared.objects.create(
        organisation=hotel, mailing=mailing, customer=carl, unit=carl.unit, reason="resting", at=clock.now()
    )
    CustomerImport.objects.create(
        organisation=hotel,
        unit=carl.unit,
        at=clock.now(),
        file_name=f"{NAME}.csv",
        bad=2,
        bad_lines=[
            {"number": 2, "excerpt": f"{ADDRESS} · {NAME}", "reason": "We do not know the language."},
            {"number": 3, "excerpt": "joanna@x.example", "reason": "There is no unit called that."},
        ],
    )
    auditing.note(maria, "mail.returned", mailing, address=ADDRESS)
    return response


def test_nothing_in_the_whole_database_says_who_it_was(told, carl, maria, hotel):
    incident = Incident.objects.first()
    task = ImprovementTask.objects.create(
        organisation=hotel,
        unit=carl.unit,
        touchpoint=incident.touchpoint,
        theme=incident.theme,
        state="merged",
        title="Fläkten tjöt hela natten",
        what_we_did="Vi bytte fläkt, för “Fläkten tjöt hela natten och ingen i receptionen kom” skrev Carl Qvist.",
        created_at=clock.now(),
    )
    assert found_in(dump()) == TRACES
    erased = erasing.erase(carl, by=maria)
    assert (erased.answers, erased.mails) == (1, 1)
    assert found_in(dump()) == []
    task.refresh_from_db()
    with translation.override("sv"):
        removed = gettext("[removed at the customer’s request]")
    assert task.title == removed
    assert task.what_we_did == f"Vi bytte fläkt, för “{removed}” skrev {removed}."


def test_what_is_counted_stays_and_the_stop_too(told, carl, maria, hotel, survey):
    key = carl.respondent_key
    analyses = ResponseAnalysis.objects.count()
    erasing.erase(carl, by=maria)
    response = Response.objects.get()
    assert (response.respondent_key, response.invitation.customer, response.submitted_at) == (
        key,
        None,
        told.submitted_at,
    )
    assert [answer.value_choice for answer in Answer.objects.all()] == ["no"]
    assert (EmailDelivery.objects.get().to_address, Invitation.objects.count()) == ("", 1)
    assert (Customer.objects.count(), Incident.objects.count(), ResponseAnalysis.objects.count()) == (0, 0, analyses)
    assert Contact.objects.filter(address_hash=suppressing.address_hash(hotel, ADDRESS)).count() == 1
    assert suppressing.is_suppressed(hotel, ADDRESS)
    kept = CustomerImport.objects.get()
    assert (kept.bad, [line["number"] for line in kept.bad_lines], kept.bad_lines[1]["excerpt"]) == (
        2,
        [2, 3],
        "joanna@x.example",
    )
    event = AuditEvent.objects.get(verb="customer.erased")
    assert (event.by, event.detail) == (maria, {"answers": 1, "asks_no_more": True})
    importing.import_customers(hotel, ADDRESS, unit=cast.root_unit(hotel), language="sv", by=maria)
    assert suppressing.is_suppressed(hotel, ADDRESS)


def test_the_mailed_links_open_nothing_any_more(told, carl, maria, client):
    invitation = told.invitation
    page, stop = f"/a/{invitation.token}/", f"/stop/{invitation.stop_token}/"
    assert client.get(page).status_code == 200
    erasing.erase(carl, by=maria)
    assert client.get(page).status_code == 404
    assert client.get(stop).status_code != 500


def test_a_mail_that_waits_never_goes(hotel, survey, carl, maria, rung):
    sending.invite(survey, [carl], by=maria)
    erasing.erase(carl, by=maria, ask_no_more=False)
    delivery = EmailDelivery.objects.get()
    assert (delivery.state, delivery.to_address) == (EmailDelivery.State.FAILED, "")
    assert Work.objects.filter(kind=sending.SEND_MAIL).count() == 0
    assert not suppressing.is_suppressed(hotel, ADDRESS)


def test_what_was_begun_and_never_sent_leaves_no_choice_either(survey, carl, maria):
    begun = cast.response(survey, invitation=cast.invitation(survey, carl), respondent_key=carl.respondent_key)
    cast.answer(begun, "Fläkten")
    erasing.erase(carl, by=maria)
    assert [(answer.words, answer.value_choice) for answer in Answer.objects.all()] == [("", "")]
    assert Response.objects.count() == 1  # how far people came is counted


def test_twice_is_once(told, carl, maria):
    erasing.erase(carl, by=maria)
    copy = Customer(pk=10**6, organisation=carl.organisation, email=ADDRESS, unit=carl.unit, language="sv")
    assert erasing.erase(copy, by=maria) == erasing.Erased()
    assert AuditEvent.objects.filter(verb="customer.erased").count() == 1


def test_an_answer_by_an_open_link_goes_when_the_address_stands_in_it(hotel, survey, carl, maria):
    link = PublicLink.objects.create(organisation=hotel, survey=survey, unit=survey.unit, created_at=clock.now())
    mine = cast.response(survey, public_link=link, submitted_at=clock.now())
    theirs = cast.response(survey, public_link=link, submitted_at=clock.now())
    cast.answer(mine, f"Skriv till mig på {ADDRESS.upper()}, tack.")
    cast.answer(theirs, f"Skriv till mig på anna-{ADDRESS}, tack.")
    erasing.erase(carl, by=maria)
    assert [answer.words for answer in Answer.objects.order_by("pk")] == [
        "",
        f"Skriv till mig på anna-{ADDRESS}, tack.",
    ]


def test_another_organisation_keeps_its_own(told, carl, maria, library):
    theirs = cast.customer(library, ADDRESS, name=NAME)
    erasing.erase(carl, by=maria)
    theirs.refresh_from_db()
    assert (theirs.email, theirs.name, suppressing.is_suppressed(library, ADDRESS)) == (ADDRESS, NAME, False)


def test_lists_read_from_a_folder_lie_there_no_longer(hotel, carl, maria, settings, tmp_path):
    settings.IMPORT_DIR = tmp_path
    folder = WatchedFolder.objects.create(
        organisation=hotel, unit=carl.unit, name="pms", language="sv", created_at=timezone.now()
    )
    folders_on_disk.make(folder)
    with folders_on_disk.opened(folder) as on_disk:
        on_disk.write("20261101-100000-a.csv", f"email\n{ADDRESS}\n", of=folders_on_disk.DONE)
        on_disk.write("20261101-100001-b.csv", "email\nanna@x.example\n", of=folders_on_disk.DONE)
        on_disk.write("20261101-100002-c.csv", f"{NAME}; x\n", of=folders_on_disk.REFUSED)
        on_disk.write(f"20261101-100003-{NAME}.csv", "\n", of=folders_on_disk.REFUSED)
    assert erasing.erase(carl, by=maria).lists == 3
    left = [path.name for path in folders_on_disk.path_of(folder).rglob("*.csv")]
    assert left == ["20261101-100001-b.csv"]


def test_nothing_goes_while_a_list_is_being_read(hotel, carl, maria, settings, tmp_path, monkeypatch):
    settings.IMPORT_DIR = tmp_path
    monkeypatch.setattr(cleaning_folders, "TRIES", 1)
    monkeypatch.setattr(cleaning_folders, "BETWEEN_S", 0)
    folder = WatchedFolder.objects.create(
        organisation=hotel, unit=carl.unit, name="pms", language="sv", created_at=timezone.now()
    )
    folders_on_disk.make(folder)
    with folders_on_disk.opened(folder), pytest.raises(erasing.NotNow):
        erasing.erase(carl, by=maria)
    assert Customer.objects.filter(pk=carl.pk).exists()


@pytest.mark.parametrize(
    ("said", "written", "left"),
    [
        ("Ingen kom när vi ringde.", "Gästen: ingen kom när vi ringde!", "Gästen: […]!"),
        ("Dålig frukost.", "Dålig frukost igen", "[…] igen"),
        ("Kallt", "Kallt", "[…]"),
        ("Kallt", "Kallt vatten i poolen", "Kallt vatten i poolen"),
        ("Det var kallt på rummet", "Vi tror att det var kallt.", "Vi tror att det var kallt."),
        ("[namn] i kassan var hård mot mig", "“[namn] i kassan var hård mot mig”", "“[…]”"),
    ],
)
def test_a_quotation_is_known_by_four_words_in_a_row_or_by_the_whole(said, written, left):
    shapes = quotations.quotations_of(erasing.Said(1, (said,), (), "[…]"))
    assert quotations.without(written, shapes, "[…]") == left


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("Carl <ann@x.se>, tack", True),
        ("ann@x.se.", True),
        ("joann@x.se", False),
        ("jo.ann@x.se", False),
        ("ann@x.se.example", False),
        (["a", {"b": "ANN@X.SE"}], True),
    ],
)
def test_an_address_is_not_found_inside_another(words, held):
    assert letting_go.holds(words, ["ann@x.se"]) == held


def test_the_page_says_what_goes_and_erases_when_asked(told, carl, maria, logged_in):
    desk, url = logged_in(maria), f"/customers/{carl.pk}/erasing/"
    assert desk.get(url).status_code == 200
    assert Customer.objects.filter(pk=carl.pk).exists()
    answer = desk.post(url, {"ask_no_more": "on"})
    assert (answer.status_code, answer.url) == (302, "/customers/")
    assert found_in(dump()) == []
    assert desk.post(url, {"ask_no_more": "on"}).status_code == 404


def test_everything_is_told_to_a_colleague_with_the_privacy_role_and_noted(told, carl, petra, maria, logged_in):
    url = f"/customers/{carl.pk}/everything/"
    assert logged_in(maria).post(url).status_code == 403
    answer = logged_in(petra).post(url)
    assert answer["Content-Disposition"] == f'attachment; filename="customer-{carl.pk}.json"'
    everything = json.loads(answer.content)
    assert everything["customer"] | {"visit": 1, "added_at": 1} == {
        "email": ADDRESS,
        "name": NAME,
        "unit": "Fjällhotellet",
        "language": "sv",
        "visit": 1,
        "kept_besides": {"Room type": "Suite"},
        "added_at": 1,
    }
    assert [one["words"] for one in everything["answers"][0]["answers"]] == [WORDS]
    assert [one["answer"] for one in everything["answers"][0]["answers"]] == ["Nej"]
    assert [one["to"] for one in everything["mails"]] == [ADDRESS]
    assert [one["kind"] for one in everything["asked"]] == ["invitation"]
    assert [one["line"] for one in everything["lines_that_could_not_be_read"]] == [f"{ADDRESS} · {NAME}"]
    assert len(everything["incidents"]) == Incident.objects.count() > 0
    assert AuditEvent.objects.get(verb="customer.told_everything").by == petra
    assert ADDRESS not in str(AuditEvent.objects.get(verb="customer.told_everything").detail)
