"""Links without mail: personal ones by the dozen, and one link for everybody for each unit."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from common import clock, signing
from invitations.models import Invitation, PublicLink
from invitations.ways_in import links
from surveys.models import Survey
from tests import cast

pytestmark = pytest.mark.django_db


def printed(*arguments) -> list[str]:
    out = io.StringIO()
    call_command("make_links", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_prints_links_that_open_invitations(survey):
    lines = printed("--survey", str(survey.pk), "--count", "3")
    hashes = {signing.token_hash(line.rstrip("/").rsplit("/", 1)[1]) for line in lines}
    made = Invitation.objects.all()
    assert (len(lines), hashes) == (3, {one.token_hash for one in made})
    assert {(one.customer, one.mailing, one.unit, one.language) for one in made} == {(None, None, survey.unit, "sv")}


def test_the_command_says_what_is_wrong(survey):
    with pytest.raises(CommandError, match="There is no survey number 0"):
        printed("--survey", "0")
    with pytest.raises(CommandError, match="Between 1 and"):
        printed("--survey", str(survey.pk), "--count", "0")
    Survey.objects.update(closed_at=clock.now())
    with pytest.raises(CommandError, match="The survey is closed"):
        printed("--survey", str(survey.pk), "--count", "1")
    assert Invitation.objects.count() == 0


def test_many_links_are_made_in_few_statements(survey):
    with CaptureQueriesContext(connection) as captured:
        links.make_links(survey, 500)
    assert len(captured) <= 500 // min(connection.ops.bulk_batch_size([None] * 11, [None] * 500), 2000) + 6


def test_a_unit_has_one_living_open_link(survey, maria):
    first = links.public_link(survey, survey.unit, by=maria)
    assert links.public_link(survey, survey.unit, by=maria) == first
    links.end_public_link(first, by=maria)
    links.end_public_link(first, by=maria)
    second = links.public_link(survey, survey.unit, by=maria)
    assert second.token_hash != first.token_hash
    assert list(PublicLink.objects.filter(ended_at__isnull=True)) == [second]


def test_no_open_link_to_a_survey_that_takes_no_answers(hotel, maria):
    draft = cast.survey(hotel)
    with pytest.raises(links.NotOpen):
        links.public_link(draft, draft.unit, by=maria)


def test_open_links_are_made_copied_and_ended_by_mouse(logged_in, maria, survey, hotel, agnes):
    desk, url = logged_in(maria), f"/surveys/{survey.pk}/public-links/"
    house = arranging_units.add(parent=cast.root_unit(hotel), name="Huset", by=agnes)
    assert "No link for everybody yet" in desk.get(url).text
    first, again = (desk.post(url, {"unit": house.pk})["Location"] for _press in range(2))
    link = PublicLink.objects.get()
    assert (first, again) == (f"/public-links/{link.pk}/", f"/public-links/{link.pk}/")
    assert f'value="{link.link}"' in desk.get(url).text
    assert f'value="{link.link}"' in desk.get(first).text
    assert desk.post(f"/public-links/{link.pk}/end/")["Location"] == url
    assert link.link not in desk.get(url).text


def test_a_strangers_unit_or_survey_gets_no_link(logged_in, maria, stefan, olga, survey, library):
    url = f"/surveys/{survey.pk}/public-links/"
    assert logged_in(maria).post(url, {"unit": cast.root_unit(library).pk}).status_code == 422
    assert logged_in(olga).get(url).status_code == 404
    assert logged_in(stefan).get(url).status_code == 403
    link = links.public_link(survey, survey.unit, by=maria)
    assert logged_in(olga).post(f"/public-links/{link.pk}/end/").status_code == 404
    assert PublicLink.objects.get().ended_at is None


def test_a_closed_survey_says_so(logged_in, maria, survey):
    Survey.objects.update(closed_at=clock.now())
    desk, url = logged_in(maria), f"/surveys/{survey.pk}/public-links/"
    assert "The survey is not open" in desk.get(url).text
    assert desk.post(url, {"unit": survey.unit_id}).status_code == 422
