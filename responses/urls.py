"""Customers' addresses are short, because people read and type them; colleagues' stand under the survey."""

from django.urls import path

from responses.views import answering, customers, entering, following, hiding, judging_flags, previewing, reading

app_name = "responses"
urlpatterns = [
    path("a/<str:token>/", answering.page, name="page"),
    path("a/<str:token>/thanks/", answering.thanks, name="thanks"),
    path("a/<str:token>/earlier/", answering.earlier, name="earlier"),
    path("a/<str:token>/<path:stray>", answering.stray, name="stray"),
    path("surveys/<int:survey_id>/preview/", previewing.preview, name="preview"),
    path("surveys/<int:survey_id>/preview/page/", previewing.preview_page, name="preview_page"),
    path("surveys/<int:survey_id>/preview/look/", previewing.preview_look, name="preview_look"),
    path("surveys/<int:survey_id>/answers/", reading.answers, name="answers"),
    path("surveys/<int:survey_id>/entering/", entering.enter, name="entering"),
    path("mailings/<int:mailing_id>/following/", following.mailing, name="following_mailing"),
    path("surveys/<int:survey_id>/following/", following.survey, name="following"),
    path("surveys/<int:survey_id>/following/table.csv", following.survey_table, name="following_table"),
    path("answers/flagged/", judging_flags.flagged, name="flagged"),
    path("answers/<int:response_id>/flag/", judging_flags.flag, name="flag"),
    path("answers/<int:response_id>/hiding/", hiding.hide, name="hiding"),
    path("answers/<int:response_id>/hiding/<int:span_id>/end/", hiding.show_again, name="showing_again"),
    path("answers/<int:response_id>/revealing/", hiding.reveal, name="revealing"),
    path("answers/<int:response_id>/reply/", reading.reply, name="reply"),
    path("answers/<int:response_id>/reading/", reading.mark, name="reading"),
    path("customers/<int:customer_id>/merging/", customers.customer_merging, name="customer_merging"),
    path("customers/<int:customer_id>/erasing/", customers.customer_erasing, name="customer_erasing"),
    path("customers/<int:customer_id>/everything/", customers.customer_everything, name="customer_everything"),
]
