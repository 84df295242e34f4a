"""Ids of another organisation in what a person posts or asks for: as unknown as ids that do not exist."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.urls import reverse

from accounts import arranging_units
from accounts.models import JoiningInvitation, Membership, Unit
from accounts.owned import OwnedRow
from common import clock
from insights.models import ImprovementTask, Theme
from invitations.models import Customer, Mailing, PublicLink
from surveys.models import Survey
from surveys.touchpoints import default_of
from tests import cast
from tests.asserting import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(library):
    """A survey, a customer, a task and a unit of the library's."""
    survey = cast.published_survey(library, name="Hyllan")
    customer = cast.customer(library, "reader@book.example", name="Rita Läsare")
    theme = Theme.objects.create(
        organisation=library, category="treatment", polarity="negative", is_default=True, created_at=survey.created_at
    )
    task = ImprovementTask.objects.create(
        organisation=library,
        unit=survey.unit,
        touchpoint=default_of(library),
        theme=theme,
        title="Hyllan knarrar",
        created_at=survey.created_at,
    )
    return {"survey": survey, "customer": customer, "task": task, "unit": survey.unit}


@contextmanager
def nothing_changes(organisation):
    """Not one row of this organisation is added, changed or taken away inside."""
    before = rows_of(organisation)
    yield
    assert rows_of(organisation) == before


def test_the_rows_looked_at_are_all_there_are(library, shelf):
    owned = {model._meta.label for model in apps.get_models() if issubclass(model, OwnedRow)}
    assert set(rows_of(library)) == owned


POSTED_UNITS = [
    ("invitations:customers_import", "unit", {"lines": "new@guest.example", "language": "sv", "import": "1"}),
    ("invitations:mailing_new", "units", {"whom": "some", "from_name": "Maria", "send": "1"}),
    ("invitations:public_link", "unit", {}),
    ("surveys:new", "unit", {"start": "blank", "name": "Ny", "language": "sv"}),
    ("surveys:settings", "unit", {"name": "Natten", "anonymity": "pseudonymous", "retention_months": 12}),
    ("accounts:units", "parent", {"name": "Källaren"}),
    ("accounts:people", "invite-units", {"invite-email": "new@example.org", "invite-role": "staff"}),
    ("accounts:member", "units", {"role": "staff"}),
]
CONTACT = {"contact_name": "Maria", "contact_email": "maria@example.org", "invite-language": "sv"}


@pytest.mark.parametrize(("name", "field", "rest"), POSTED_UNITS, ids=[row[0] for row in POSTED_UNITS])
def test_a_strangers_unit_is_no_choice(world, hotel, library, shelf, name, field, rest):
    arguments = [world.ids["membership_id"]] if name == "accounts:member" else [world.survey.pk]
    takes_id = name in {"invitations:mailing_new", "invitations:public_link", "surveys:settings", "accounts:member"}
    url = reverse(name, args=arguments if takes_id else [])
    owner = world.client("owner")
    form_number = "00000000-0000-4000-8000-000000000001"
    posted = CONTACT | rest | {"form_number": form_number}
    with nothing_changes(library), nothing_changes(hotel):
        refused = owner.post(url, posted | {field: shelf["unit"].pk})
    assert refused.status_code in {200, 422}
    assert "Hyllan" not in refused.content.decode()
    own = arranging_units.add(name="Annexet", parent=world.survey.unit, by=world.people["owner"])
    cast.customer(hotel, "anna@guest.example", unit=own)
    before = rows_of(hotel)
    owner.post(url, posted | {field: own.pk})
    assert rows_of(hotel) != before  # the same form with a unit of one's own is taken


def test_a_strangers_task_is_nothing_to_merge_with(world, hotel, library, shelf):
    url = reverse("insights:merging", args=[world.ids["task_id"]])
    with nothing_changes(library), nothing_changes(hotel):
        answer = world.client("owner").post(url, {"merging-into": shelf["task"].pk})
    assert answer.status_code == 422
    assert "knarrar" not in answer.content.decode()


def test_a_strangers_survey_cannot_be_sent_linked_or_built(world, library, shelf):
    owner = world.client("owner")
    survey = shelf["survey"].pk
    posts = {
        reverse("invitations:mailing_new", args=[survey]): {"whom": "all", "from_name": "Maria", "send": "1"},
        reverse("invitations:public_link", args=[survey]): {"unit": world.survey.unit_id},
        reverse("surveys:build", args=[survey]): {"survey-title": "Taken over"},
        reverse("surveys:settings", args=[survey]): {"name": "Taken over"},
        reverse("surveys:closing", args=[survey]): {},
        reverse("surveys:order", args=[survey]): {"order": "x"},
    }
    with nothing_changes(library):
        assert {owner.post(url, posted).status_code for url, posted in posts.items()} == {404}
        assert owner.get(reverse("responses:answers", args=[survey])).status_code == 404


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("invitations:customers", "unit={unit}"),
        ("invitations:customers", "q=reader"),
        ("invitations:customers", "after=0"),
        ("insights:tasks", "unit={unit}"),
        ("insights:tasks", "page=2"),
        ("invitations:outbox", "after=0"),
        ("surveys:list", "page=2"),
        ("responses:answers", "unit={unit}"),
    ],
)
def test_a_filter_never_reaches_a_strangers_rows(world, library, shelf, name, query):
    url = reverse(name, args=[world.survey.pk] if name == "responses:answers" else [])
    page = world.client("owner").get(f"{url}?{query.format(unit=shelf['unit'].pk)}")
    assert page.status_code == 200
    said = page.content.decode()
    assert [word for word in ("reader@book", "Rita", "Hyllan", "knarrar", library.name) if word in said] == []


def test_a_judgement_takes_no_rows_along(world, hotel, library, shelf):
    """Extra fields of a form name rows of others; only what stands on the form is read."""
    posted = {"judgement-category": "waiting", "judgement-severity": "2", "judgement-polarity": "negative"}
    forged = {f"judgement-{name}": row.pk for name, row in shelf.items()} | {"organisation": library.pk}
    url = reverse("insights:judgement", args=[world.ids["incident_id"]])
    with nothing_changes(library):
        assert world.client("owner").post(url, posted | forged).status_code == 302
    page = world.client("owner").get(reverse("insights:incident", args=[world.ids["incident_id"]]))
    assert page.context["incident"].organisation_id == hotel.pk


def test_a_question_of_another_survey_is_not_written_into(world, library, shelf):
    strange = shelf["survey"].published_version.questions.first()
    owner = world.client("owner")
    owner.post(reverse("surveys:next_draft", args=[world.survey.pk]))
    draft = Survey.objects.get(pk=world.survey.pk).draft
    for posted in (
        {f"q-{strange.key.hex}-text": "Taken over?", "do": f"remove:{strange.key}"},
        {"do": f"up:{strange.key}"},
        {"do": f"add-option:{strange.key}"},
    ):
        with nothing_changes(library):
            owner.post(reverse("surveys:build", args=[world.survey.pk]), posted | {"revision": draft.revision})


def test_a_line_that_names_a_strangers_unit_is_not_put_there(world, library, shelf):
    Unit.objects.filter(pk=shelf["unit"].pk).update(name="Läsesalen")
    lines = "email;unit\nnew@guest.example;Läsesalen"
    posted = {"lines": lines, "unit": world.survey.unit_id, "language": "sv", "import": "1"}
    with nothing_changes(library):
        world.client("owner").post(reverse("invitations:customers_import"), posted)
    assert not Customer.objects.filter(email="new@guest.example", unit__organisation=library).exists()


def test_an_address_known_elsewhere_is_a_customer_of_ones_own(world, hotel, library, shelf):
    posted = {"lines": "Impostor <reader@book.example>", "unit": world.survey.unit_id, "language": "sv", "import": "1"}
    with nothing_changes(library):
        page = world.client("owner").post(reverse("invitations:customers_import"), posted)
    assert "Rita" not in page.content.decode()
    assert Customer.objects.for_organisation(hotel).get(email="reader@book.example").name == "Impostor"


def test_ids_of_everything_else_are_not_there(world, hotel, library, shelf):
    now, survey = clock.now(), shelf["survey"]
    mailing = Mailing.objects.create(organisation=library, survey=survey, created_at=now)
    link = PublicLink.objects.create(organisation=library, survey=survey, unit=shelf["unit"], created_at=now)
    olga = cast.person("Olga", library)
    joining = JoiningInvitation.objects.create(
        organisation=library,
        token_hash="b" * 64,
        email="x@example.org",
        language="sv",
        invited_by=olga,
        created_at=now,
        expires_at=now,
    )
    membership = Membership.objects.get(user=olga)
    paths = [
        reverse("invitations:public_link_end", args=[link.pk]),
        reverse("accounts:joining_withdrawal", args=[joining.pk]),
        reverse("accounts:member", args=[membership.pk]),
        reverse("accounts:member_removal", args=[membership.pk]),
        reverse("accounts:unit_name", args=[shelf["unit"].pk]),
        reverse("insights:taking", args=[shelf["task"].pk]),
    ]
    owner = world.client("owner")
    with nothing_changes(library):
        answers = {path: owner.post(path, {"role": "owner", "name": "x"}).status_code for path in paths}
    assert answers == dict.fromkeys(paths, 404)
    assert owner.get(reverse("invitations:mailing", args=[mailing.pk])).status_code == 404
