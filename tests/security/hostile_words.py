"""Forty ways to write a script or a strange element where a person writes words, and where all of them are put."""

from dataclasses import replace
from datetime import timedelta

from accounts import arranging_units, auditing
from accounts.models import JoiningInvitation, MailServer, Organisation, Unit, User
from common import clock
from insights import improving
from insights.models import ImprovementTask, Incident
from invitations.models import Customer, EmailDelivery, Invitation, Mailing
from surveys import banking, publishing, question_kinds, walking
from surveys.models import Question, Survey, Touchpoint
from tests import cast
from tests.world import World

HOSTILE = [
    "<script>alert(1)</script>",
    "</title><script>alert(2)</script>",
    "</textarea><script>alert(3)</script>",
    "</style><script>alert(4)</script>",
    "</script><script>alert(5)</script>",
    "--><script>alert(6)</script><!--",
    "]]><script>alert(7)</script>",
    '"><script>alert(8)</script>',
    "'><script>alert(9)</script>",
    '"><x-hostile onclick=alert(10)>',
    "<img src=x onerror=alert(11)>",
    "<svg onload=alert(12)>",
    "<svg><script>alert(13)</script></svg>",
    "<math><mtext><img src=x onerror=alert(14)>",
    "<body onload=alert(15)>",
    "<iframe srcdoc='<script>alert(16)</script>'>",
    "<iframe src=javascript:alert(17)>",
    "<object data=javascript:alert(18)>",
    "<embed src=javascript:alert(19)>",
    "<a href=javascript:alert(20)>x</a>",
    "javascript:alert(21)",
    "data:text/html,<script>alert(22)</script>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(//evil.example)}</style>",
    "<form action=//evil.example><input name=q autofocus onfocus=alert(27)>",
    "<details open ontoggle=alert(28)><x-hostile>",
    "<video><source onerror=alert(29)></video>",
    "<marquee onstart=alert(30)>x</marquee>",
    '" onmouseover="alert(31)" x="',
    "' onfocus='alert(32)' autofocus='",
    "x` onerror=alert(33) `",
    "<x-hostile style=animation-name:x onanimationstart=alert(34)>",
    "{{ constructor.constructor('alert(35)')() }}",
    "{% load i18n %}{{ request.user }}${alert(36)}",
    "%3Cscript%3Ealert(37)%3C/script%3E",
    "&lt;script&gt;alert(38)&lt;/script&gt;&#60;x-hostile&#62;",
    "\uff1cscript\uff1ealert(39)\uff1c/script\uff1e<x-hostile>",
    "<scr<script>ipt>alert(40)</scr</script>ipt><x-hostile data-hx-get=/ data-hx-trigger=load>",
]
ALL = " ".join(HOSTILE)
NO_BRACES = str.maketrans("", "", "{}|")  # an insertion would end with one


def pack(length: int, start: int = 0) -> str:
    """As many of the forty as fit into `length` characters, beginning with the one at `start`."""
    words = ""
    for one in HOSTILE[start:] + HOSTILE[:start]:
        if len(words) + len(one) < length:
            words += one
    return words


def seed(world: World) -> World:
    """The world with hostile words in every text field a person or a customer can fill; its ids lead to them."""
    owner = world.people["owner"]
    hotel = Organisation.objects.get(pk=world.survey.organisation_id)
    now = clock.now()
    units = [arranging_units.add(parent=cast.root_unit(hotel), name=one[:120], by=owner) for one in HOSTILE]
    Unit.objects.filter(pk=cast.root_unit(hotel).pk).update(name=pack(120))
    Organisation.objects.filter(pk=hotel.pk).update(name=pack(120, 7), purpose=pack(240, 10), sender_name=pack(80, 13))
    for number, user in enumerate(User.objects.filter(memberships__organisation=hotel)):
        User.objects.filter(pk=user.pk).update(name=pack(120, 5 * number))
    hotel.refresh_from_db()
    MailServer.objects.create(organisation=hotel, host=pack(250), username=pack(250, 8), from_address="a@b.example")
    JoiningInvitation.objects.filter(organisation=hotel).update(email=f"{pack(200)}@b.example"[:254])
    survey, draft = hostile_survey(hotel), hostile_survey(hotel, published=False)
    mailing = _mailing(hotel, survey, now)
    invitations = [_invited(survey, mailing, number, units[number]) for number in range(len(HOSTILE))]
    responses = [_answered(survey, one, HOSTILE[number]) for number, one in enumerate(invitations)]
    open_one = _invited(survey, mailing, 99, units[0])
    ids = world.ids | {
        "survey_id": survey.pk,
        "draft_id": draft.pk,
        "number": survey.published_version.number,
        "touchpoint_id": draft.draft.questions.first().touchpoint_id,
        "mailing_id": mailing.pk,
        "delivery_id": EmailDelivery.objects.filter(invitation=open_one).get().pk,
        "unit_id": units[1].pk,
        "response_id": responses[0].pk,
        "answer_id": responses[0].pk,
    }
    seeded = replace(world, survey=survey, invitation=open_one, ids=ids)
    _tasks(seeded, hotel, owner, responses, units)
    _designed(survey, draft, owner)
    return seeded


def _designed(survey: Survey, draft: Survey, owner: User) -> None:
    """What people say while they make a survey: remarks, decisions, reasons, kept questions, a changed version."""
    for row in (survey, draft):
        Survey.objects.filter(pk=row.pk).update(decision=pack(500, 15), purpose_link=pack(240, 17), responsible=owner)
        walking.looked(row.latest_version, by=owner, role="owner", words=pack(1000, 19))
    for question in draft.draft.questions.all():
        banking.keep(question, by=owner)
    version = survey.published_version
    auditing.note(owner, "survey.published", survey, version=version.number, reason=pack(300, 21))
    changed = publishing.start_next_draft(survey, by=owner)
    for question in changed.questions.all():
        texts = {"sv": pack(290, 23), "en": pack(290, 25)}
        cast.change_question(question, expected_revision=changed.revision, by=owner, texts=texts)
        changed.refresh_from_db()


def hostile_survey(of: Organisation, *, published: bool = True) -> Survey:
    """Every text of a survey, in each kind of question, says something hostile."""
    survey = cast.survey(of, name=pack(120, 3))
    Survey.objects.filter(pk=survey.pk).update(contact_name=pack(120, 20), paused_reason=pack(240, 4))
    version = survey.draft
    moment = Touchpoint.objects.create(
        organisation=of,
        names={"sv": pack(80, 6), "en": pack(80, 9)},
        customer_need={"sv": pack(200, 14), "en": pack(200, 16)},
        we_want_it_to_feel={"sv": pack(120, 18), "en": pack(120, 22)},
    )
    earlier = None
    for number, kind in enumerate(code for code, _name in question_kinds.CHOICES):
        options = [{"key": f"option{n}", "texts": {"sv": one, "en": one}} for n, one in enumerate(HOSTILE)]
        said = f"{pack(200, 9 * number)} {{customer:first_name|{pack(60, 8).translate(NO_BRACES)}}}"
        question = cast.question(
            version,
            kind,
            {"sv": said, "en": said},
            prompt={mood: {"sv": pack(200, 3), "en": pack(200, 3)} for mood in ("neutral", "yes", "no")},
            options=options if kind in question_kinds.CHOOSING else [],
            if_no_we_will=pack(300, 24),
            show_if={"question": str(earlier), "operator": "contains", "value": pack(120, 26)} if earlier else {},
            kept_advice={"en": {"leading": {"reason": ALL[:500], "by": pack(120), "at": ""}}},
            ends={end: {"sv": pack(60), "en": pack(60)} for end in ("low", "high")},
        )
        Question.objects.filter(pk=question.pk).update(touchpoint=moment)
        earlier = question.key if kind == question_kinds.SHORT_TEXT else None
    for number, name in enumerate(("title", "intro", "thanks")):
        setattr(version, name, {"sv": pack(800, 11 * number), "en": pack(800, 11 * number)})
    if published:
        version.published_at = clock.now()
    version.save()
    if published:
        Survey.objects.filter(pk=survey.pk).update(published_version=version, anonymity=Survey.Anonymity.NAMED)
    return Survey.objects.select_related("unit", "organisation", "published_version").get(pk=survey.pk)


def _mailing(hotel: Organisation, survey: Survey, now) -> Mailing:
    return Mailing.objects.create(
        organisation=hotel,
        survey=survey,
        from_name=pack(120, 2),
        reply_to_name=pack(120, 12),
        reply_to_email="maria@example.org",
        created_at=now,
    )


def _invited(survey: Survey, mailing: Mailing, number: int, unit: Unit) -> Invitation:
    words = HOSTILE[number % len(HOSTILE)]
    email = f'"{words}"{number}@guest.example'[:254]
    customer: Customer = cast.customer(survey.organisation, email, name=words[:120], unit=unit)
    invitation = cast.invitation(survey, customer, mailing=mailing)
    EmailDelivery.objects.create(
        organisation=survey.organisation,
        invitation=invitation,
        to_address=email,
        created_at=clock.now(),
        state="outbox" if number == 99 else "failed",
        error=words,
    )
    return invitation


def _answered(survey: Survey, invitation: Invitation, words: str):
    response = cast.response(survey, invitation=invitation, submitted_at=clock.now(), search_text=words.casefold())
    cast.answer(response, words)
    last = survey.published_version.questions.last()
    cast.answer(response, "", question=last, question_key=last.key, value_choice="", value_text=f"{words} {ALL}"[:4000])
    return response


def _tasks(world: World, hotel: Organisation, owner: User, responses: list, units: list[Unit]) -> None:
    """One task a place, with its own story; four of them told through to each of their ends."""
    first = ImprovementTask.objects.get(pk=world.ids["task_id"])
    told = Incident.objects.get(pk=world.ids["incident_id"])
    tasks = []
    for number, (response, unit) in enumerate(zip(responses, units, strict=True)):
        task = ImprovementTask.objects.create(
            organisation=hotel,
            unit=unit,
            touchpoint=first.touchpoint,
            theme=first.theme,
            title=HOSTILE[number][:90],
            created_at=clock.now(),
        )
        answer = response.answers.exclude(motivation="").get()
        incident = _incident(told, answer, task, unit, HOSTILE[number], is_praise=number % 4 == 0)
        ImprovementTask.objects.filter(pk=task.pk).update(headline=incident)
        tasks.append(task)
    trying, resting, left, step = (ImprovementTask.objects.get(pk=task.pk) for task in tasks[:4])
    trying = improving.start_trying(improving.take(trying, by=owner), hypothesis=ALL, by=owner)
    improving.close(improving.done(trying, what_we_did=ALL, by=owner), what_happened=ALL, by=owner)
    improving.park(resting, reason=ALL, review_on=clock.now().date() + timedelta(days=9), by=owner)
    improving.decline(left, reason=ALL, by=owner)
    improving.note_step(improving.take(step, by=owner), step=pack(240), by=owner)
    auditing.note(owner, "task.merged", first, words=ALL, title=ALL, reason=ALL)


def _incident(like: Incident, answer, task: ImprovementTask, unit: Unit, words: str, *, is_praise: bool) -> Incident:
    return Incident.objects.create(
        organisation=like.organisation,
        answer=answer,
        start=0,
        end=len(answer.motivation),
        engine_version="test",
        machine_polarity="positive" if is_praise else "negative",
        machine_category="treatment",
        machine_severity=None if is_praise else 3,
        machine_why=[words, ALL],
        theme=like.theme,
        task=task,
        unit=unit,
        touchpoint=like.touchpoint,
        respondent_key=answer.response.respondent_key,
        happened_at=clock.now(),
        made_possible=pack(240) if is_praise else "",
    )
