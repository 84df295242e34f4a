"""Pages nobody wants to meet are as calm and readable as the others."""

import pytest


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
def test_a_page_that_is_not_there(look, axe_violations, width, dark):
    page = look(width=width, dark=dark)
    response = page.request.get("/nowhere/")
    assert response.status == 404
    page.set_content(response.text())
    assert axe_violations(page) == []
