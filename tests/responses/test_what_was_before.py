"""What an installation already holds when it learns to keep hidden words, readers and colleagues' names."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from accounts import members, naming
from accounts.models import Membership, Organisation
from common import clock
from common.models import Work
from responses import hiding_by_hand, reading
from responses.models import HiddenSpan, Reading, Response
from responses.searching_anew import KIND_OF_NAMES
from tests import cast

pytestmark = pytest.mark.django_db
EDITOR = SimpleNamespace(connection=connection)
names = import_module("accounts.migrations.0006_know_colleague_names")
words = import_module("responses.migrations.0007_what_was_hidden_before")


@pytest.fixture
def response(survey):
    row = cast.response(survey, invitation=cast.invitation(survey), submitted_at=clock.now(), revision=2)
    cast.answer(row, "Zefyr vid bordet log, zefyr log.")
    return row


def test_the_names_of_those_who_are_here_and_of_those_who_left(hotel, agnes, library):
    cast.person("Bo Quillon-Åberg", hotel)
    gone = cast.person("Xiomara Zefyr", hotel)
    members.remove(Membership.objects.get(user=gone), by=agnes)
    known = list(Organisation.objects.order_by("pk").values_list("colleague_names", flat=True))
    Organisation.objects.update(colleague_names="")
    names.know_names(apps, EDITOR)
    assert naming.lines_of(hotel.pk) == ["agnes", "quillon-åberg", "xiomara", "zefyr"]
    assert list(Organisation.objects.order_by("pk").values_list("colleague_names", flat=True)) == known


def test_what_was_hidden_is_kept_as_words_and_what_was_outdated_goes(response, stefan):
    hiding_by_hand.hide(response, "Zefyr", kind="name", by=stefan)
    kept = Response.objects.get().hidden_words
    HiddenSpan.objects.create(
        organisation=response.organisation,
        answer=response.answers.get(),
        revision=1,
        start=3,
        end=9,
        kind="other",
        hidden_at=clock.now(),
    )
    Response.objects.update(hidden_words=[])
    words.note_what_was_hidden(apps, EDITOR)
    assert Response.objects.get().hidden_words == kept
    assert set(HiddenSpan.objects.values_list("revision", flat=True)) == {2}


def test_who_had_read_an_answer_has_read_it(response, stefan):
    Reading.objects.create(organisation=response.organisation, response=response, user=stefan)
    assert reading.is_read(response, by=stefan) is False
    words.note_what_was_read(apps, EDITOR)
    assert reading.is_read(response, by=stefan) is True


def test_older_answers_are_searched_anew_for_the_names(hotel, library, response):
    words.search_anew(apps, EDITOR)
    words.search_anew(apps, EDITOR)
    waiting = Work.objects.filter(kind=KIND_OF_NAMES).order_by("object_id").values_list("object_id", "revision")
    with_names = Organisation.objects.exclude(colleague_names="").order_by("pk").values_list("pk", flat=True)
    assert list(waiting) == [(pk, 1) for pk in with_names] != []
