"""The cast of every story: Agnes owns, Maria manages, Stefan is staff, Olga is from another organisation, Carl is a
customer, Petra holds the privacy role."""

import uuid
from datetime import date, timedelta

from accounts import founding
from accounts.models import Membership, Organisation, Unit, User
from accounts.models.membership import Role
from common import clock
from invitations.models import Customer, Invitation
from responses.models import Answer, Response
from surveys import building, question_kinds, touchpoints, walking
from surveys.models import Question, Survey, SurveyVersion

INVITATION_LIFE = timedelta(days=60)
PASSWORD = "en mil i andras skor"


def person(name: str, organisation: Organisation | None = None, role: str = Role.STAFF, **membership) -> User:
    """A colleague who can log in with PASSWORD, a member of `organisation` if one is given."""
    user = User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name, language="en")
    if organisation:
        Membership.objects.create(user=user, organisation=organisation, role=role, **membership)
    return user


def organisation(name: str = "Fjällhotellet", owner: User | None = None) -> Organisation:
    return founding.found(
        name=name,
        purpose="We help tired people wake up rested.",
        language="sv",
        time_zone="Europe/Stockholm",
        owner=owner,
    )


def today(of: Organisation) -> date:
    """The day it is where the organisation lives: late in the evening of UTC it is tomorrow there already."""
    return clock.now().astimezone(of.zone).date()


def root_unit(of: Organisation) -> Unit:
    return founding.root_of(of)


def survey(of: Organisation, *, languages=("sv", "en"), name: str = "Natten", **fields) -> Survey:
    """A draft survey with one yes/no question about the night and one open question about the meeting."""
    row = Survey.objects.create(
        organisation=of,
        unit=root_unit(of),
        name=name,
        language=languages[0],
        **{
            "contact_name": "Maria",
            "contact_email": "maria@example.org",
            "decision": "Housekeeping looks at the room the same day.",
            "purpose_link": "Rested is what our guests come for.",
            "created_at": clock.now(),
            **fields,
        },
    )
    version = SurveyVersion.objects.create(
        organisation=of,
        survey=row,
        number=1,
        languages=list(languages),
        title=both("Din natt hos oss", "Your night with us", languages),
        intro=both("Vi vill veta hur natten var.", "We want to know how your night was.", languages),
        thanks=both("Tack!", "Thank you!", languages),
        created_at=clock.now(),
    )
    question(version, question_kinds.YES_NO, both("Sov du gott?", "Did you sleep well?", languages))
    question(version, question_kinds.OPEN_TEXT, both("Hur blev du bemött?", "How were you treated?", languages))
    return row


def both(swedish: str, english: str, languages) -> dict[str, str]:
    return {language: swedish if language == "sv" else english for language in languages}


def question(version: SurveyVersion, kind: str, texts: dict, **fields) -> Question:
    prompt = {} if kind == question_kinds.OPEN_TEXT else {"neutral": dict.fromkeys(texts, "Why?")}
    return Question.objects.create(
        organisation=version.organisation,
        version=version,
        kind=kind,
        position=version.questions.count() + 1,
        touchpoint=touchpoints.default_of(version.organisation),
        texts=texts,
        **{"prompt": prompt, **fields},
    )


def change_question(question: Question, *, expected_revision: int, by: User | None, **values) -> SurveyVersion:
    """What a colleague who writes in one question of a draft saves."""
    return building.change_draft(
        question.version, texts={}, questions={question.key: values}, expected_revision=expected_revision, by=by
    )


def walk(of: Survey, by: User | None = None, role: str = Role.STAFF) -> Survey:
    """Somebody has answered the draft in its preview, so that it may be published."""
    walking.walked(of.draft, by=by, role=role)
    return of


def published_survey(of: Organisation, **fields) -> Survey:
    """A survey open to customers, by the rows alone (publishing itself has its own tests)."""
    row = survey(of, **fields)
    version = row.draft
    version.published_at = clock.now()
    version.save()
    row.published_version = version
    row.save()
    return row


def customer(of: Organisation, email: str = "carl@guest.example", **fields) -> Customer:
    return Customer.objects.create(
        **{
            "organisation": of,
            "unit": root_unit(of),
            "email": email,
            "name": "Carl",
            "language": "sv",
            "created_at": clock.now(),
            **fields,
        }
    )


def invitation(to: Survey, customer: Customer | None = None, **fields) -> Invitation:
    now = clock.now()
    return Invitation.objects.create(
        **{
            "organisation": to.organisation,
            "survey": to,
            "customer": customer,
            "unit": customer.unit if customer else to.unit,
            "language": customer.language if customer else to.language,
            "created_at": now,
            "expires_at": now + INVITATION_LIFE,
            "uuid": uuid.uuid4(),
            **fields,
        }
    )


def response(to: Survey, **fields) -> Response:
    """A response begun now, by whichever link is given; submitting itself has its own tests."""
    return Response.objects.create(
        **{
            "organisation": to.organisation,
            "survey": to,
            "version": to.published_version,
            "unit": to.unit,
            "form_number": uuid.uuid4(),
            "language": "sv",
            "begun_at": clock.now(),
            **fields,
        }
    )


def answer(to: Response, motivation: str, **fields) -> Answer:
    """A no to the version's first question, and why."""
    first = to.version.questions.first()
    return Answer.objects.create(
        **{
            "organisation": to.organisation,
            "response": to,
            "question": first,
            "question_key": first.key,
            "value_choice": "no",
            "motivation": motivation,
            **fields,
        }
    )
