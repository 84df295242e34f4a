"""Is all well? For whoever watches the installation: numbers only."""

from django.core.cache import cache
from django.db import DatabaseError
from rest_framework.response import Response
from rest_framework.views import APIView

from insights import watching

REMEMBERED_S = 2  # anybody may ask, and counting a million rows takes its time


class Health(APIView):
    """GET: the status, with 200 when answers are taken in and worked on, else 503."""

    authentication_classes: list = []
    permission_classes: list = []

    def get(self, request):
        try:
            status = cache.get_or_set("health", watching.status, REMEMBERED_S)
        except DatabaseError:
            return Response({"database": False}, status=503)
        return Response(status, status=200 if watching.is_serving(status) else 503)


health = Health.as_view()
