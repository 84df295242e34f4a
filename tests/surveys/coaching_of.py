"""What Maria asks while the coach sits beside her."""

from surveys.models import Question

LEADING = {"sv": "Hur trevlig var vår personal?", "fi": "Kuinka helppoa tilaaminen oli?", "en": "How friendly were we?"}
BLAMING = "Vilken medarbetare gjorde fel?"


def now(question):
    return Question.objects.select_related("version").get(pk=question.pk)
