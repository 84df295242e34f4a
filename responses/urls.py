"""Customers' addresses are short, because people read and type them; colleagues' stand under the survey."""

from django.urls import path

from responses.views import answering, previewing, reading

app_name = "responses"
urlpatterns = [
    path("a/<str:token>/", answering.page, name="page"),
    path("a/<str:token>/thanks/", answering.thanks, name="thanks"),
    path("a/<str:token>/earlier/", answering.earlier, name="earlier"),
    path("surveys/<int:survey_id>/preview/", previewing.preview, name="preview"),
    path("surveys/<int:survey_id>/preview/page/", previewing.preview_page, name="preview_page"),
    path("surveys/<int:survey_id>/preview/look/", previewing.preview_look, name="preview_look"),
    path("surveys/<int:survey_id>/answers/", reading.answers, name="answers"),
    path("answers/<int:response_id>/reading/", reading.mark, name="reading"),
]
