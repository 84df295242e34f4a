from django.urls import path

from invitations.views import customers, mailings, outbox, public_links
from invitations.views.stop import stop
from invitations.views.test_mail import test_mail

app_name = "invitations"
urlpatterns = [
    path("customers/", customers.customers, name="customers"),
    path("customers/import/", customers.customers_import, name="customers_import"),
    path("surveys/<int:survey_id>/mailings/new/", mailings.mailing_new, name="mailing_new"),
    path("surveys/<int:survey_id>/test-mail/", test_mail, name="test_mail"),
    path("mailings/<int:mailing_id>/", mailings.mailing, name="mailing"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/sending/", outbox.outbox_sending, name="outbox_sending"),
    path("outbox/<int:delivery_id>/", outbox.mail, name="mail"),
    path("outbox/<int:delivery_id>/body/", outbox.mail_body, name="mail_body"),
    path("surveys/<int:survey_id>/public-links/", public_links.public_links, name="public_links"),
    path("surveys/<int:survey_id>/public-links/", public_links.public_links, name="public_link"),
    path("public-links/<int:link_id>/end/", public_links.public_link_end, name="public_link_end"),
    path("stop/<str:token>/", stop, name="stop"),
]
