from django.urls import path

from invitations.views import public_link_sheets, public_links, typed_code

urlpatterns = [
    path("surveys/<int:survey_id>/public-links/", public_links.public_links, name="public_links"),
    path("surveys/<int:survey_id>/public-links/", public_links.public_links, name="public_link"),
    path("public-links/<int:link_id>/", public_links.public_link_page, name="public_link_page"),
    path("public-links/<int:link_id>/code/", public_links.public_link_code, name="public_link_code"),
    path("public-links/<int:link_id>/sites/", public_links.public_link_sites, name="public_link_sites"),
    path("public-links/<int:link_id>/end/", public_links.public_link_end, name="public_link_end"),
    path("public-links/<int:link_id>/qr.svg", public_link_sheets.qr_code, name="public_link_qr"),
    path("public-links/<int:link_id>/poster/", public_link_sheets.poster, name="public_link_poster"),
    path("public-links/<int:link_id>/cards/", public_link_sheets.cards, name="public_link_cards"),
    path("public-links/<int:link_id>/letter/", public_link_sheets.letter, name="public_link_letter"),
    path("c/", typed_code.typed_code, name="code"),
]
