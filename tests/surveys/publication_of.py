"""The page before publishing: its address and what is sent from it."""

from django.urls import reverse

DECISION = "What housekeeping changes in the rooms every Monday."


def url(survey, name="publication"):
    return reverse(f"surveys:{name}", args=[survey.pk])


def put(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def typed(survey, **changes):
    return {"revision": survey.draft.revision, "decision": DECISION, "do": "publish"} | changes
