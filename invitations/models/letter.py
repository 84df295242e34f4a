"""What a mail says and who signs it: the same for one mailing and for a standing send."""

from django.db import models

from invitations.models.json import json_object


class LetterFields(models.Model):
    from_name = models.CharField(max_length=120)  # who asks, as shown in the From line
    reply_to_name = models.CharField(max_length=120)
    reply_to_email = models.EmailField()
    texts = json_object()  # {language: {"subject": text, "message": text}}; what is missing is said in our words
    answers_in_mail = models.BooleanField(default=True, db_default=True)  # the first question's choices as links
    not_before_days = models.PositiveSmallIntegerField(default=0, db_default=0)  # after the use
    reminder_after_days = models.PositiveSmallIntegerField(default=5, db_default=5)  # 0: no reminder

    class Meta:
        abstract = True
