"""A manager of one house does a manager's work there, and finds nothing of the other houses."""

import pytest
from django.urls import reverse

from accounts import arranging_units
from accounts.models import Membership
from common import clock, working
from invitations.mailings.expanding import EXPAND
from invitations.models import EmailDelivery, Invitation, Mailing, PublicLink
from surveys.models import Survey
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses(hotel, agnes, maria):
    """Maria manages the barn; the lodge is another's."""
    root = cast.root_unit(hotel)
    barn, lodge = (arranging_units.add(parent=root, name=name, by=agnes) for name in ("Ladan", "Lodgen"))
    Membership.objects.get(user=maria).units.add(barn)
    return {"whole": root, "barn": barn, "lodge": lodge}


@pytest.fixture
def guests(hotel, houses):
    return {name: cast.customer(hotel, f"{name}@guest.example", unit=unit) for name, unit in houses.items()}


@pytest.fixture
def surveys(hotel, houses):
    """One of each house."""
    rows = {name: cast.published_survey(hotel, name=name) for name in houses}
    for name, unit in houses.items():
        Survey.objects.filter(pk=rows[name].pk).update(unit=unit)
    return rows


@pytest.fixture
def mailed(hotel, surveys, guests):
    """A mailing of the whole house's survey to all three guests."""
    now = clock.now()
    mailing = Mailing.objects.create(
        organisation=hotel,
        survey=surveys["whole"],
        from_name="Fjällhotellet",
        reply_to_email="a@b.example",
        created_at=now,
    )
    return mailing, {
        name: EmailDelivery.objects.create(
            organisation=hotel,
            invitation=cast.invitation(surveys["whole"], guest, mailing=mailing),
            to_address=guest.email,
            created_at=now,
            state="outbox",
        )
        for name, guest in guests.items()
    }


def seen(page) -> list[str]:
    return [name for name in ("whole", "barn", "lodge") if f"{name}@guest.example" in page.content.decode()]


def test_the_customers_of_ones_own_house(guests, maria, agnes, logged_in):
    for query in ("", "?q=guest", "?after=0", "?language=sv"):
        assert seen(logged_in(maria).get(f"/customers/{query}")) == ["barn"]
        assert seen(logged_in(agnes).get(f"/customers/{query}")) == ["whole", "barn", "lodge"]


def test_the_mails_to_ones_own_house(mailed, maria, agnes, logged_in):
    mailing, deliveries = mailed
    for path in ("/outbox/", "/outbox/?after=0", "/outbox/?state=outbox", f"/mailings/{mailing.pk}/"):
        assert seen(logged_in(maria).get(path)) == ["barn"]
        assert seen(logged_in(agnes).get(path)) == ["whole", "barn", "lodge"]
    for tail in ("", "body/"):
        answers = [logged_in(maria).get(f"/outbox/{one.pk}/{tail}").status_code for one in deliveries.values()]
        assert answers == [404, 200, 404]


@pytest.mark.parametrize("chosen", [{"whom": "all"}, {"whom": "some"}, {"whom": "some", "units": "BARN"}])
def test_only_customers_of_ones_own_house_are_asked(surveys, guests, houses, maria, logged_in, rung, chosen):
    form_number = "00000000-0000-4000-8000-000000000001"
    posted = {"language": "sv", "from_name": "Maria", "send": "1"} | chosen
    if "units" in chosen:
        posted["units"] = [houses["barn"].pk]
    url = reverse("invitations:mailing_new", args=[surveys["barn"].pk])
    assert logged_in(maria).post(url, posted | {"form_number": form_number}).status_code == 302
    working.do_waiting(EXPAND)
    assert [one.customer for one in Invitation.objects.all()] == [guests["barn"]]


def test_another_house_is_no_choice(surveys, houses, maria, logged_in, rung):
    client = logged_in(maria)
    lodge = houses["lodge"].pk
    barn = surveys["barn"].pk
    posts = {
        reverse("invitations:mailing_new", args=[barn]): {"whom": "some", "from_name": "Maria", "send": "1"},
        reverse("invitations:public_links", args=[barn]): {},
        reverse("invitations:customers_import"): {"lines": "new@guest.example", "language": "sv", "import": "1"},
    }
    for url, posted in posts.items():
        assert client.post(url, posted | {"unit": lodge, "units": [lodge]}).status_code == 422
    assert (Invitation.objects.count(), PublicLink.objects.count()) == (0, 0)


def test_a_survey_and_a_link_of_another_house_are_not_there(hotel, surveys, houses, maria, logged_in):
    client, lodge = logged_in(maria), surveys["lodge"]
    link = PublicLink.objects.create(organisation=hotel, survey=lodge, unit=houses["lodge"], created_at=clock.now())
    for name in ("invitations:mailing_new", "invitations:public_links", "responses:preview", "responses:preview_page"):
        assert client.get(reverse(name, args=[lodge.pk])).status_code == 404
        assert client.get(reverse(name, args=[surveys["barn"].pk])).status_code == 200
    assert client.post(reverse("invitations:public_link_end", args=[link.pk])).status_code == 404
    assert PublicLink.objects.get().ended_at is None


def test_an_address_of_another_house_written_by_hand_is_not_asked(
    surveys, guests, houses, maria, agnes, logged_in, rung
):
    """Whoever belongs to another house is that house's to ask, also where their address is known."""
    url = reverse("invitations:mailing_new", args=[surveys["barn"].pk])
    posted = {"language": "sv", "from_name": "Maria", "whom": "addresses", "send": "1"}
    posted |= {"addresses": "barn@guest.example\nLODGE@guest.example"}
    number = "00000000-0000-4000-8000-00000000000"
    answer = logged_in(maria).post(url, posted | {"form_number": f"{number}1"})
    assert (answer.status_code, "LODGE@guest.example" in answer.text) == (422, True)
    working.do_waiting(EXPAND)
    assert (Mailing.objects.count(), Invitation.objects.count()) == (0, 0)
    assert logged_in(agnes).post(url, posted | {"form_number": f"{number}2"}).status_code == 302
    working.do_waiting(EXPAND)
    assert Invitation.objects.count() == 2
