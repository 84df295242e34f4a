from django.urls import path

from invitations.views import standing, standing_letters, watched_folders

urlpatterns = [
    path("standing-sends/", standing.standing_sends, name="standing_sends"),
    path("standing-sends/new/", standing_letters.standing_survey, name="standing_survey"),
    path("standing-sends/<int:standing_id>/", standing.standing_send, name="standing_send"),
    path("standing-sends/<int:standing_id>/change/", standing_letters.standing_change, name="standing_change"),
    path("standing-sends/<int:standing_id>/preview/", standing_letters.standing_preview, name="standing_preview"),
    path("standing-sends/<int:standing_id>/mailings/", standing.standing_mailings, name="standing_mailings"),
    path("standing-sends/<int:standing_id>/pause/", standing.standing_pause, name="standing_pause"),
    path("standing-sends/<int:standing_id>/going-on/", standing.standing_going_on, name="standing_going_on"),
    path("standing-sends/<int:standing_id>/end/", standing.standing_end, name="standing_end"),
    path("surveys/<int:survey_id>/standing-sends/", standing.survey_standing_sends, name="survey_standing_sends"),
    path("surveys/<int:survey_id>/standing-sends/new/", standing_letters.standing_new, name="standing_new"),
    path("customers/folders/", watched_folders.watched_folders, name="watched_folders"),
    path("customers/folders/<int:folder_id>/", watched_folders.watched_folder, name="watched_folder"),
    path("customers/folders/<int:folder_id>/end/", watched_folders.watched_folder_end, name="watched_folder_end"),
]
