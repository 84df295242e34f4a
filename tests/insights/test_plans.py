"""With 50,000 answers the lists read a page, not the organisation."""

import pytest

from common import clock
from demo import synthesising
from insights.models import ImprovementTask
from tests.plans import greedy_reads

pytestmark = pytest.mark.django_db
ANSWERS = 50_000


def test_the_lists_read_little_of_a_big_organisation(hotel, maria, logged_in):
    hotel.is_demo = True
    hotel.save()
    synthesising.synthesise(ANSWERS, seed=1, now=clock.now(), organisation=hotel, say=str)  # ends with ANALYZE
    task = ImprovementTask.objects.living().by_priority().first()
    client = logged_in(maria)
    addresses = ("/", "/tasks/", f"/tasks/?unit={task.unit_id}", f"/tasks/{task.pk}/", "/thanks/")
    addresses += ("/themes/", f"/themes/{task.theme_id}/", "/themes/questions/")
    addresses += ("/review/", "/review/agreement/")
    assert [line for address in addresses for line in greedy_reads(client, address)] == []
