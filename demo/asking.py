"""The demo's surveys and links. No mail of the half year was ever sent, so none is told of."""

from datetime import datetime

from accounts.models import Organisation, Unit, User
from accounts.models.membership import Role
from common import clock
from common.models import Work
from demo.guests import ASKED_AFTER
from invitations.mailings import sending
from invitations.models import Contact, Customer, EmailDelivery, Invitation, Mailing
from invitations.stopping import suppressing
from invitations.ways_in import links
from surveys import arranging, building, publishing, ready_made, touchpoints, walking
from surveys.models import Survey


def surveys_of(organisation: Organisation, told: dict, units: dict[str, Unit], *, by: User) -> dict[str, Survey]:
    """The organisation's published surveys, by the key that its answers name them by."""
    if "survey" in told:
        return {told["survey"]["key"]: own_survey(organisation, told["survey"], by=by)}
    return {one["library"]: ready_made_survey(organisation, one, units, by=by) for one in told["surveys"]}


def ready_made_survey(organisation: Organisation, told: dict, units: dict[str, Unit], *, by: User) -> Survey:
    """A survey from the shelf, published: in the one unit it is about, or in all of the organisation."""
    unit = units[told["units"][0]] if len(told["units"]) == 1 else None
    survey = building.start_from_library(organisation, told["library"], name=told["name"], unit=unit, by=by)
    return published(survey, told, by=by)


def own_survey(organisation: Organisation, told: dict, *, by: User) -> Survey:
    """A survey told in full, published."""
    languages = [organisation.language, *(code for code in told["names"] if code != organisation.language)]
    survey = building.start_blank(
        organisation,
        name=told["names"][organisation.language],
        languages=languages,
        by=by,
        texts={"intro": told["intro"], "thanks": told["thanks"]},
    )
    for question in told["questions"]:
        moment = question["touchpoint"]
        building.add_question(
            survey.draft,
            kind=question["kind"],
            by=by,
            texts=question["text"],
            prompt=question["prompt"],
            required=question["required"],
            touchpoint=touchpoints.named(organisation, moment["name"], step=moment["step"], customer_need=told["need"]),
        )
    return published(survey, told, by=by)


def published(survey: Survey, told: dict, *, by: User) -> Survey:
    """Published as colleagues would: one has read it, and whoever publishes has answered it and says what it is for."""
    draft = survey.draft
    if reader := told.get("read_by"):
        who = User.objects.get(email=reader["email"])
        walking.looked(draft, by=who, role=Role.STAFF, words=reader["words"])
    walking.walked(draft, by=by, role=Role.MANAGER)
    settings = {name: told[name] for name in ("decision", "purpose_link")}
    arranging.change_settings(survey, by=by, shows_help_lines=told.get("shows_help_lines", False), **settings)
    publishing.publish(draft, by=by)
    survey.refresh_from_db()
    return survey


def slugs_of(told: dict, key: str) -> list[str]:
    """The short names of a survey's questions, in their order."""
    questions = told["survey"]["questions"] if "survey" in told else ready_made.by_key(key).questions
    return [question["slug"] for question in questions]


def links_for(asked: list[tuple[Survey, Customer, str, datetime]]) -> list[Invitation]:
    """One personal link for each (survey, customer, language, moment), in that order; the contact rule counts them."""
    ready = [
        links.ready(
            survey,
            unit_id=customer.unit_id,
            language=language,
            now=at,
            customer=customer,
            use_happened_at=at - ASKED_AFTER,
        )
        for survey, customer, language, at in asked
    ]
    Contact.objects.bulk_create(
        Contact(
            organisation=survey.organisation,
            address_hash=suppressing.address_hash(survey.organisation, customer.email),
            kind=EmailDelivery.Kind.INVITATION,
            at=at,
        )
        for survey, customer, _, at in asked
    )
    return Invitation.objects.bulk_create(ready, batch_size=500)


def ask(survey: Survey, customers: list[Customer], *, by: User, at: datetime) -> Mailing:
    """Invite these customers by mails that lie in the outbox, whatever mail server there is: nobody is written to."""
    with clock.at(at):
        mailing = sending.invite(survey, customers, by=by)
        mails = EmailDelivery.objects.filter(invitation__mailing=mailing)
        Work.objects.filter(kind=sending.SEND_MAIL, object_id__in=list(mails.values_list("pk", flat=True))).update(
            done_at=at
        )
        mails.update(state=EmailDelivery.State.OUTBOX)
    return mailing
