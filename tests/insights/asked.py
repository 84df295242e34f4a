"""What the page of theme questions shows, for tests: stories of four directions, and the presses of a reader."""

import re

from insights import tasks, tending_themes
from insights.models import Theme

EAST, ALSO_EAST, BETWEEN, NORTH = (1, 0), (0.98, 0.2), (0.6, 0.8), (0, 1)
QUESTIONS = "/themes/questions/"


def now(row):
    return type(row).objects.get(pk=row.pk)


def asked(client, what: str) -> list:
    """What the page asks after the clock has looked."""
    tasks.find_theme_questions()
    return shown(client, what)


def shown(client, what: str) -> list:
    return client.get(QUESTIONS).context[what]


def a_theme(story, title, maria) -> Theme:
    return tending_themes.split(story.theme, incidents=[story], title=title, by=maria)


def divide(client, group, *, title: str):
    """Press "Make it a theme" as the page is, but for the title."""
    page = client.get(QUESTIONS).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(splitting-suggested\w*)" value="([^"]*)"', page))
    stories = [one.pk for one in group.incidents]
    posted = {**hidden, "splitting-title": title, "splitting-incident": stories}
    return client.post(f"/themes/{group.theme.pk}/splitting/", posted)
