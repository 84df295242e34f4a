from django.urls import path

from invitations.views import mailings, new_mailing, steering

urlpatterns = [
    path("mailings/", mailings.mailings, name="mailings"),
    path("surveys/<int:survey_id>/mailings/", mailings.mailings_of_survey, name="survey_mailings"),
    path("surveys/<int:survey_id>/mailings/new/", new_mailing.mailing_new, name="mailing_new"),
    path("surveys/<int:survey_id>/mailings/preview/", new_mailing.mailing_preview, name="mailing_preview"),
    path("mailings/<int:mailing_id>/", mailings.mailing, name="mailing"),
    path("mailings/<int:mailing_id>/pause/", steering.pause, name="mailing_pause"),
    path("mailings/<int:mailing_id>/going-on/", steering.go_on, name="mailing_going_on"),
    path("mailings/<int:mailing_id>/end/", steering.stop, name="mailing_end"),
    path("mailings/<int:mailing_id>/retry/", steering.retry, name="mailing_retry"),
    path("mailings/<int:mailing_id>/time/", steering.move, name="mailing_time"),
]
