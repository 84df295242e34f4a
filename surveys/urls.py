"""Surveys: the list, one survey, and the ways to build it."""

from django.urls import path

from surveys.views import (
    archiving,
    arranging,
    building,
    coaching,
    listing,
    publishing,
    reading,
    saving,
    sheets,
    starting,
    texts,
    undoing,
    way,
)

app_name = "surveys"
urlpatterns = [
    path("surveys/", listing.survey_list, name="list"),
    path("surveys/new/", starting.new, name="new"),
    path("surveys/way/", way.way, name="way"),
    path("surveys/way/new/", way.add, name="moment_new"),
    path("surveys/way/<int:touchpoint_id>/", way.moment, name="moment"),
    path("surveys/way/<int:touchpoint_id>/order/", way.order, name="moment_order"),
    path("surveys/way/<int:touchpoint_id>/removal/", way.removal, name="moment_removal"),
    path("surveys/<int:survey_id>/", reading.detail, name="detail"),
    path("surveys/<int:survey_id>/build/", building.build, name="build"),
    path("surveys/<int:survey_id>/coach/", coaching.notes, name="coach"),
    path("surveys/<int:survey_id>/undoing/", undoing.undo, name="undoing"),
    path("surveys/<int:survey_id>/redoing/", undoing.redo, name="redoing"),
    path("surveys/<int:survey_id>/card/<slug:question_key>/", building.card, name="card"),
    path("surveys/<int:survey_id>/saving/", saving.saving, name="saving"),
    path("surveys/<int:survey_id>/order/", saving.order, name="order"),
    path("surveys/<int:survey_id>/texts/", texts.texts, name="texts"),
    path("surveys/<int:survey_id>/texts/spreadsheet/", sheets.texts_sheet, name="texts_sheet"),
    path("surveys/<int:survey_id>/texts/import/", sheets.texts_import, name="texts_import"),
    path("surveys/<int:survey_id>/settings/", arranging.settings, name="settings"),
    path("surveys/<int:survey_id>/publication/", publishing.publication, name="publication"),
    path("surveys/<int:survey_id>/closing/", publishing.closing, name="closing"),
    path("surveys/<int:survey_id>/reopening/", publishing.reopening, name="reopening"),
    path("surveys/<int:survey_id>/archiving/", archiving.archive, name="archiving"),
    path("surveys/<int:survey_id>/taking-out/", archiving.take_out, name="taking_out"),
    path("surveys/<int:survey_id>/next-draft/", publishing.next_draft, name="next_draft"),
    path("surveys/<int:survey_id>/draft-removal/", publishing.draft_removal, name="draft_removal"),
    path("surveys/<int:survey_id>/versions/<int:number>/", reading.version, name="version"),
]
