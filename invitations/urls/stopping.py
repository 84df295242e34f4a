from django.urls import path

from invitations.views import bounce_mailbox, customer_stops
from invitations.views.mail_events import mail_events
from invitations.views.stop import stop, stray

urlpatterns = [
    path("stop/<str:token>/", stop, name="stop"),
    path("stop/<str:token>/<path:stray>", stray, name="stop_stray"),
    path("customers/<int:customer_id>/stop/", customer_stops.customer_stop, name="customer_stop"),
    path(
        "customers/<int:customer_id>/stop/<slug:reason>/end/",
        customer_stops.customer_stop_end,
        name="customer_stop_end",
    ),
    path("mail-events/<uuid:events_key>/", mail_events, name="mail_events"),
    path("settings/mail/bounces/", bounce_mailbox.bounce_mailbox, name="bounce_mailbox"),
    path("settings/mail/bounces/test/", bounce_mailbox.test, name="bounce_mailbox_test"),
    path("settings/mail/bounces/removal/", bounce_mailbox.removal, name="bounce_mailbox_removal"),
]
