from django.urls import path

from invitations.views import outbox
from invitations.views.asking_who import asking_who
from invitations.views.test_mail import test_mail

urlpatterns = [
    path("surveys/<int:survey_id>/test-mail/", test_mail, name="test_mail"),
    path("asks/<str:asks_key>/", asking_who, name="asking_who"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/sending/", outbox.outbox_sending, name="outbox_sending"),
    path("outbox/<int:delivery_id>/", outbox.mail, name="mail"),
    path("outbox/<int:delivery_id>/body/", outbox.mail_body, name="mail_body"),
]
