"""One organisation with one row of everything, so that a leak has something to leak and a page something to show."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import JoiningInvitation, Membership, User
from accounts.models.membership import Role
from common import clock, heartbeats, signing
from insights.models import ImprovementTask, Incident, Theme
from invitations.models import (
    CustomerImport,
    EmailDelivery,
    Invitation,
    Mailing,
    PublicLink,
    StandingSend,
    WatchedFolder,
)
from responses.models import HiddenSpan
from surveys import banking, walking
from surveys.models import Survey
from surveys.touchpoints import default_of, named
from tests import cast
from tests.addresses import Address


@dataclass
class World:
    """One organisation with one row of everything, so that a leak has something to leak."""

    survey: Survey
    invitation: Invitation
    ids: dict[str, int]
    people: dict[str, User | None]

    def url(self, address: Address) -> str:
        tokens = {
            "accounts:join": "x" * signing.TOKEN_LENGTH,
            "invitations:stop": self.invitation.stop_token,
            "invitations:stop_stray": self.invitation.stop_token,
        }
        question = self.survey.published_version.questions.first()
        known = self.ids | {
            "question_key": question.key,
            "token": tokens.get(address.name, self.invitation.token),
            "uidb36": "1",
            "key": "a-b",
            "events_key": "00000000-0000-4000-8000-000000000000",
            "reason": "bounced",
            "stray": ").",
            "asks_key": self.survey.organisation.asks_key,
        }
        return reverse(address.name, kwargs={name: known[name] for name in address.parameters})

    def client(self, who: str) -> Client:
        client = Client()
        if self.people[who]:
            client.force_login(self.people[who])
        return client


@pytest.fixture
def world(hotel, agnes, maria, stefan, petra, library, carl, rung) -> World:
    survey = cast.published_survey(hotel)
    walking.looked(survey.published_version, by=stefan, role=Role.STAFF, words="Fråga hellre om sängen.")
    mailing = Mailing.objects.create(
        organisation=hotel,
        survey=survey,
        from_name="Fjällhotellet",
        reply_to_name="Maria",
        reply_to_email="maria@example.org",
        created_at=clock.now(),
    )
    invitation = cast.invitation(survey, carl, mailing=mailing)
    delivery = EmailDelivery.objects.create(
        organisation=hotel, invitation=invitation, to_address=carl.email, created_at=clock.now(), state="outbox"
    )
    link = PublicLink.objects.create(organisation=hotel, survey=survey, unit=survey.unit, created_at=clock.now())
    standing = StandingSend.objects.create(
        organisation=hotel,
        survey=survey,
        unit=survey.unit,
        from_name="Fjällhotellet",
        reply_to_name="Maria",
        reply_to_email="maria@example.org",
        created_at=clock.now(),
    )
    folder = WatchedFolder.objects.create(
        organisation=hotel, name="departures", unit=survey.unit, language="sv", created_at=clock.now()
    )
    response = cast.response(survey, invitation=invitation, submitted_at=clock.now())
    answer = cast.answer(response, "Receptionisten suckade åt oss.")
    theme = Theme.objects.create(
        organisation=hotel, category="treatment", polarity="negative", is_default=True, created_at=clock.now()
    )
    task = ImprovementTask.objects.create(
        organisation=hotel,
        unit=survey.unit,
        touchpoint=default_of(hotel),
        theme=theme,
        created_at=clock.now(),
    )
    incident = Incident.objects.create(
        organisation=hotel,
        answer=answer,
        start=0,
        end=len(answer.motivation),
        engine_version="test",
        machine_polarity="negative",
        machine_category="treatment",
        machine_severity=3,
        theme=theme,
        task=task,
        unit=survey.unit,
        touchpoint=default_of(hotel),
        respondent_key=response.respondent_key,
        happened_at=clock.now(),
    )
    joining = JoiningInvitation.objects.create(
        organisation=hotel,
        token_hash="a" * 64,
        email="new@example.org",
        language="sv",
        invited_by=agnes,
        created_at=clock.now(),
        expires_at=clock.now() + cast.INVITATION_LIFE,
    )
    read_before = CustomerImport.objects.create(organisation=hotel, unit=survey.unit, at=clock.now(), new=1)
    heartbeats.beat("worker")
    heartbeats.beat("analysis worker")
    heartbeats.beat("scheduler")
    ids = {
        "survey_id": survey.pk,
        "number": survey.published_version.number,
        "mailing_id": mailing.pk,
        "customer_id": carl.pk,
        "import_id": read_before.pk,
        "delivery_id": delivery.pk,
        "link_id": link.pk,
        "standing_id": standing.pk,
        "folder_id": folder.pk,
        "response_id": response.pk,
        "span_id": _hidden_words(answer),
        "answer_id": response.pk,
        "task_id": task.pk,
        "incident_id": incident.pk,
        "theme_id": theme.pk,
        "invitation_id": joining.pk,
        "unit_id": survey.unit_id,
        "touchpoint_id": named(hotel, {"sv": "Natten"}).pk,
        "bank_question_id": banking.keep(survey.published_version.questions.first(), by=maria).pk,
        "membership_id": Membership.objects.get(user=stefan, organisation=hotel).pk,
    }
    people = {
        "anonymous": None,
        "nobody": cast.person("Nils"),
        "staff": stefan,
        "privacy": petra,
        "manager": maria,
        "owner": agnes,
        "stranger": cast.person("Oscar", library, Role.OWNER, privacy=True),
    }
    return World(survey, invitation, ids, people)


def _hidden_words(answer) -> int:
    return HiddenSpan.objects.create(
        organisation=answer.organisation,
        answer=answer,
        revision=answer.response.revision,
        start=0,
        end=1,
        kind="other",
        hidden_at=clock.now(),
    ).pk
