"""With 50,000 answers the lists read a page, not the organisation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from demo import synthesising
from insights import reanalysing
from insights.models import EngineInUse, ImprovementTask, ResponseAnalysis
from tests.plans import greed_of, greedy_reads

pytestmark = pytest.mark.django_db
ANSWERS = 50_000


def test_the_lists_read_little_of_a_big_organisation(hotel, maria, logged_in):
    hotel.is_demo = True
    hotel.save()
    synthesising.synthesise(ANSWERS, seed=1, now=clock.now(), organisation=hotel, say=str)  # ends with ANALYZE
    EngineInUse.objects.create(version="newer", since=clock.now())
    task = ImprovementTask.objects.living().by_priority().first()
    client = logged_in(maria)
    addresses = ("/", "/tasks/", f"/tasks/?unit={task.unit_id}", f"/tasks/{task.pk}/", "/thanks/")
    addresses += ("/themes/", f"/themes/{task.theme_id}/", "/themes/questions/")
    addresses += ("/review/", "/review/agreement/", "/settings/sorting/")
    assert [line for address in addresses for line in greedy_reads(client, address)] == []


def test_what_is_left_to_read_anew_is_found_by_who_has_read_it(hotel):
    hotel.is_demo = True
    hotel.save()
    synthesising.synthesise(ANSWERS, seed=1, now=clock.now(), organisation=hotel, say=str)
    few = ResponseAnalysis.objects.order_by("-pk")[:30].values_list("pk", flat=True)
    ResponseAnalysis.objects.filter(pk__in=list(few)).update(engine_version="older/7")
    EngineInUse.objects.create(version="newer", since=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as captured:
        assert reanalysing.progress(hotel) == reanalysing.Progress("newer", True, answers=ANSWERS, old=30)
    asked = [query["sql"] for query in captured if "older/7" in query["sql"] or "RECURSIVE" in query["sql"]]
    assert (len(asked), [line for sql in asked for line in greed_of(sql)]) == (2, [])
