"""A query composed once gives what the queryset gives, whatever values are put into it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F, QuerySet

from common import clock
from common.prepared import Prepared
from invitations.models import Customer
from tests import cast

pytestmark = pytest.mark.django_db


def by_address(*, email: str, before: datetime) -> QuerySet[Customer]:
    rows = Customer.objects.select_related("organisation", "unit__parent").annotate(place=F("unit__name"))
    return rows.filter(email=email, created_at__lt=before)


@pytest.fixture
def look_up() -> Prepared:
    return Prepared(by_address, email="<email>", before=datetime(1970, 1, 1, tzinfo=UTC))


def test_it_gives_the_queryset_s_own_row(look_up, hotel, django_assert_num_queries):
    carl = cast.customer(hotel, "carl@guest.example", attributes={"room": "12"}, use_happened_at=clock.now())
    cast.customer(hotel, "åke@guest.example")
    before = clock.now() + timedelta(minutes=1)
    by_queryset = by_address(email=carl.email, before=before).get()
    look_up.one(email="nobody@guest.example", before=before)
    with django_assert_num_queries(1):
        found = look_up.one(email=carl.email, before=before)
        told = (found.organisation, found.unit, found.unit.parent, found.place)
    assert found == by_queryset
    assert told == (hotel, by_queryset.unit, by_queryset.unit.parent, by_queryset.place)
    fields = [field.attname for field in Customer._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(by_queryset, name) for name in fields]
    assert look_up.one(email="åke@guest.example", before=before).email == "åke@guest.example"


def test_a_value_is_a_value_and_never_sql(look_up, hotel):
    carl = cast.customer(hotel)
    before = clock.now() + timedelta(minutes=1)
    assert look_up.one(email=carl.email, before=carl.created_at) is None
    for odd in ("<email>", "' OR 1=1 --", "%", ""):
        assert look_up.one(email=odd, before=before) is None


def test_what_it_gives_is_saved_like_any_other(look_up, hotel):
    cast.customer(hotel, "carl@guest.example")
    found = look_up.one(email="carl@guest.example", before=clock.now() + timedelta(minutes=1))
    found.name = "Carl"
    found.save(update_fields=["name"])
    assert Customer.objects.get().name == "Carl"


@pytest.mark.django_db(transaction=True)
def test_threads_share_what_one_has_composed(look_up, hotel):
    emails = [f"guest{number}@guest.example" for number in range(8)]
    for email in emails:
        cast.customer(hotel, email)
    before = clock.now() + timedelta(minutes=1)

    def found(email: str) -> str:
        try:
            return look_up.one(email=email, before=before).email
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(found, emails)) == emails
