"""Every address, room by room. Customers' addresses are short, because people read and type them."""

from django.conf.urls.i18n import set_language
from django.urls import include, path
from django.views.decorators.http import require_POST

from accounts.access import anonymous_allowed

urlpatterns = [
    path("", include("responses.urls")),  # first, because a customer's page is asked for most
    path(
        "language/",
        require_POST(anonymous_allowed("chooses a language, nothing else")(set_language)),
        name="set_language",
    ),
    path("account/", include("accounts.login_urls")),
    path("", include("accounts.urls")),
    path("", include("surveys.urls")),
    path("", include("invitations.urls")),
    path("", include("insights.urls")),
    path("", include("demo.urls")),
]

handler400 = "common.errors.bad_request"
handler403 = "common.errors.permission_denied"
handler404 = "common.errors.page_not_found"
handler429 = "common.errors.too_many"  # asked by allauth
handler500 = "common.errors.server_error"
