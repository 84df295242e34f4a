"""What a browser sends from the builder's page."""

from django.urls import reverse


def url(survey, name="build", *more):
    return reverse(f"surveys:{name}", args=[survey.pk, *more])


def typed(survey, language="sv", **changes):
    """The whole page in one language as it stands, with changes by the short name of a control: q0_text="…"."""
    draft = survey.latest_version
    sent = {
        "revision": draft.revision,
        "language": language,
        "new_key": "0a" * 16,
        "survey-title": draft.title[language],
        "survey-intro": draft.intro[language],
        "survey-thanks": draft.thanks[language],
        "survey-languages": ["", *(code for code in draft.languages if code != survey.language)],
    }
    for number, question in enumerate(draft.questions.all()):
        prefix = f"q-{question.key.hex}-"
        sent |= {
            f"{prefix}text": question.texts.get(language, ""),
            f"{prefix}neutral": question.prompt.get("neutral", {}).get(language, ""),
            f"{prefix}moment": str(question.touchpoint_id),
            f"{prefix}required": "",
        }
        if question.kind == "yes_no":
            sent |= {f"{prefix}yes": "", f"{prefix}no": "", f"{prefix}reversed": ""}
        for name in [name for name in changes if name.startswith(f"q{number}_")]:
            sent[prefix + name.split("_", 1)[1]] = changes.pop(name)
    return sent | changes


def control(question, name):
    return f"q-{question.key.hex}-{name}"


def keys(survey):
    return [question.key.hex for question in survey.draft.questions.all()]


def texts(survey, language="sv"):
    return [question.texts.get(language) for question in survey.draft.questions.all()]
