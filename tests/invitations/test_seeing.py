"""A manager of one house: its customers, its mails and its links, and nothing of the other house."""

import uuid

import pytest

from accounts import arranging_units
from accounts.models.membership import Role
from common import working
from invitations.mailings import sending
from invitations.mailings.expanding import EXPAND
from invitations.models import Customer, EmailDelivery, PublicLink
from invitations.ways_in import links
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def houses(hotel, agnes):
    root = cast.root_unit(hotel)
    return [arranging_units.add(parent=root, name=name, by=agnes) for name in ("Östra", "Västra")]


@pytest.fixture
def guests(hotel, houses):
    """Carl stays in the eastern house, Anna in the western one."""
    names = zip(("carl", "anna"), houses, strict=True)
    return [cast.customer(hotel, f"{name}@guest.example", unit=house) for name, house in names]


@pytest.fixture
def surveys(hotel, houses, survey):
    """One of each house, and one of the whole hotel."""
    own = [cast.published_survey(hotel, name=one.name) for one in houses]
    for row, one in zip(own, houses, strict=True):
        Survey.objects.filter(pk=row.pk).update(unit=one)
        row.refresh_from_db()
    return [*own, survey]


@pytest.fixture
def eastern(hotel, houses):
    user = cast.person("Eastmaria", hotel, Role.MANAGER)
    user.memberships.get().units.add(houses[0])
    return user


@pytest.fixture
def desk(logged_in, eastern):
    return logged_in(eastern)


def ask(desk, survey, **chosen):
    """Sends in the form of a new mailing."""
    words = {"from_name": "Hotellet", "form_number": str(uuid.uuid4()), "send": "1"}
    return desk.post(f"/surveys/{survey.pk}/mailings/new/", words | chosen)


def statuses(desk, *addresses) -> list[int]:
    return [desk.get(address).status_code for address in addresses]


def test_customers_of_the_other_house_are_not_listed_nor_found(desk, guests):
    assert desk.get("/customers/").context["page"].rows == [guests[0]]
    assert desk.get("/customers/?q=anna").context["page"].rows == []


def test_only_the_own_house_can_be_chosen_for_new_customers(desk, houses, guests):
    form = desk.get("/customers/import/").context["form"]
    assert (list(form.fields["unit"].queryset), form["unit"].value()) == ([houses[0]], houses[0].pk)
    lines = "email;name;unit\nnew@guest.example;New;Östra\nanna@guest.example;Anna Ek;Östra\nx@guest.example;X;Västra"
    posted = {"lines": lines, "unit": houses[0].pk, "language": "sv", "import": "1"}
    report = desk.post("/customers/import/", posted).context["report"]
    assert (report.new, report.updated, report.elsewhere) == (1, 0, 1)
    assert [line.excerpt for line in report.bad_lines] == ["x@guest.example · X · Västra"]
    assert list(Customer.objects.order_by("id").values_list("email", "name", "unit")) == [
        ("carl@guest.example", "Carl", houses[0].pk),
        ("anna@guest.example", "Carl", houses[1].pk),
        ("new@guest.example", "New", houses[0].pk),
    ]


def test_mailings_and_open_links_follow_who_may_change_the_survey(desk, surveys):
    pages = [f"/surveys/{one.pk}/{page}/" for page in ("mailings/new", "public-links") for one in surveys]
    assert statuses(desk, *pages) == [200, 404, 404] * 2


def test_all_customers_are_those_of_the_own_house(desk, surveys, guests):
    sent = ask(desk, surveys[0], whom="all")
    working.do_waiting(EXPAND)
    assert list(EmailDelivery.objects.values_list("to_address", flat=True)) == ["carl@guest.example"]
    assert desk.get(sent["Location"]).context["progress"].people == 1


def test_the_customers_of_another_house_cannot_be_chosen(desk, surveys, houses, guests):
    assert ask(desk, surveys[0], whom="some", units=[houses[1].pk]).status_code == 422
    assert EmailDelivery.objects.count() == 0


def test_mails_and_mailings_of_the_other_house_do_not_exist_here(desk, surveys, guests, agnes, work):
    both = sending.invite(surveys[2], guests, by=agnes)
    western = sending.invite(surveys[1], guests[1:], by=agnes)
    work()
    own, others = EmailDelivery.objects.filter(invitation__mailing=both).order_by("id")
    assert statuses(desk, f"/mailings/{both.pk}/", f"/mailings/{western.pk}/") == [200, 404]
    assert desk.get(f"/mailings/{both.pk}/").context["progress"].people == 1
    assert statuses(desk, f"/outbox/{own.pk}/", f"/outbox/{others.pk}/") == [200, 404]
    assert statuses(desk, f"/outbox/{own.pk}/body/", f"/outbox/{others.pk}/body/") == [200, 404]
    assert desk.get("/outbox/").context["page"].rows == [own]


def test_only_the_own_mails_are_sent_from_the_outbox(desk, surveys, guests, agnes, work, by_mail, hotel):
    by_mail.delete()
    sending.invite(surveys[2], guests, by=agnes)
    work()
    by_mail.save(force_insert=True)
    desk.post("/outbox/sending/")
    waiting = EmailDelivery.objects.filter(state=EmailDelivery.State.WAITING)
    assert list(waiting.values_list("to_address", flat=True)) == ["carl@guest.example"]


def test_an_open_link_of_the_other_house_is_not_ended_here(desk, surveys, houses, agnes):
    made = [links.public_link(one, house, by=agnes) for one, house in zip(surveys, houses, strict=False)]
    assert [desk.post(f"/public-links/{one.pk}/end/").status_code for one in made] == [302, 404]
    assert list(PublicLink.objects.filter(ended_at__isnull=True)) == made[1:]
