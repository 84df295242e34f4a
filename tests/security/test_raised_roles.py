"""Nobody makes themselves or others more than they may; fields that stand on no form change nothing."""

import pytest
from django.urls import reverse

from accounts.models import JoiningInvitation, Membership, Organisation, User
from accounts.models.membership import Role
from insights.models import ImprovementTask, Incident
from invitations.models import Customer
from responses.models import Answer, Response
from surveys.models import Survey, SurveyVersion
from tests.addresses import every_address
from tests.asserting import rows_of
from tests.security.forms_on_pages import every_form

pytestmark = pytest.mark.django_db

# What a forged form may name: keys, owners, states, hashes, times and the machine's own columns.
FORGED = {
    "id": "1",
    "pk": "1",
    "organisation": "STRANGER",
    "organisation_id": "STRANGER",
    "role": "owner",
    "privacy": "on",
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "is_demo": "on",
    "password": "!",
    "email": "thief@evil.example",
    "owner": "1",
    "taken_at": "2020-01-01",
    "state": "closed_learned",
    "score": "999",
    "band": "now",
    "published_version": "1",
    "published_at": "2020-01-01",
    "closed_at": "2020-01-01",
    "paused_until": "2099-01-01",
    "token_hash": "x" * 64,
    "stop_token_hash": "x" * 64,
    "respondent_key": "00000000-0000-4000-8000-000000000001",
    "machine_category": "waiting",
    "machine_severity": "5",
    "settled_by": "1",
    "suppression_salt": "x",
    "password_encrypted": "x",
    "flagged": "on",
    "is_preview": "on",
    "created_at": "2020-01-01",
    "revision": "99",
}
GUARDED = {
    User: ["password", "email", "is_superuser", "is_active"],
    Membership: ["organisation_id", "user_id", "role", "privacy"],
    Organisation: ["is_demo", "suppression_salt"],
    JoiningInvitation: ["organisation_id", "token_hash"],
    Survey: ["organisation_id", "published_version_id", "closed_at", "paused_until", "created_at"],
    SurveyVersion: ["organisation_id", "published_at"],
    Customer: ["organisation_id", "respondent_key"],
    ImprovementTask: ["organisation_id", "owner_id", "state", "closed_at"],
    Incident: ["organisation_id", "machine_category", "machine_severity"],
    Response: ["organisation_id", "is_preview", "flagged", "respondent_key"],
    Answer: ["organisation_id", "response_id"],
}


def guarded() -> dict:
    return {model: list(model._base_manager.order_by("pk").values("pk", *names)) for model, names in GUARDED.items()}


def test_fields_of_ones_own_making_change_nothing(world, library):
    """Every form of every page, sent as it stands with all forged fields beside its own, also under its prefixes."""
    forged = {name: value.replace("STRANGER", str(library.pk)) for name, value in FORGED.items()}
    prefixes = ("", "invite-", "person-", "organisation-", "mail-", "step-", "trial-", "work-", "closing-", "survey-")
    sent, strangers = 0, rows_of(library)
    for form, client in every_form(world):
        if form.method != "post" or meant_to_change(form.action):
            continue
        extra = {prefix + name: value for prefix in prefixes for name, value in forged.items()}
        before = guarded()
        client.post(
            form.action, {name: value for name, value in extra.items() if name not in form.fields} | form.fields
        )
        after = guarded()
        for model, rows in before.items():
            kept = {row["pk"]: row for row in after[model]}
            assert [kept.get(row["pk"]) for row in rows] == rows, (form.action, model)
        sent += 1
    assert rows_of(library) == strangers
    assert not ImprovementTask.objects.filter(score=float(FORGED["score"])).exists()  # a judgement counts it anew
    assert sent > 12


def meant_to_change(action: str) -> bool:
    """Whether the form's own purpose is to change what is guarded here: a state, an owner, a membership, a password."""
    words = ("/owner/", "/opening/", "/work-done/", "/closing/", "/rest/", "/declining/", "/reopening/", "/merging/")
    words += ("/erasing/",)
    words += ("/removal/", "/publication/", "/next-draft/", "/improvement/", "/dismissal/", "/trial/", "/account/")
    return any(word in action for word in words) or action.startswith("/a/")


@pytest.mark.parametrize("who", ["staff", "privacy", "manager"])
def test_nobody_below_an_owner_changes_a_role(world, who):
    client, before = world.client(who), guarded()
    mine = Membership.objects.get(user=world.people[who])
    for pk in {mine.pk, world.ids["membership_id"]}:
        for role in Role.values:
            answer = client.post(reverse("accounts:member", args=[pk]), {"role": role, "privacy": "on"})
            assert answer.status_code == 403
        assert client.post(reverse("accounts:member_removal", args=[pk])).status_code == 403
    assert guarded() == before


@pytest.mark.parametrize("role", ["manager", "owner", "admin", ""])
def test_a_manager_lets_in_staff_and_nobody_higher(world, role):
    before = JoiningInvitation.objects.count()
    posted = {"invite-email": "ny@example.org", "invite-language": "sv", "invite-role": role, "invite-privacy": "on"}
    assert world.client("manager").post(reverse("accounts:people"), posted).status_code == 200
    assert JoiningInvitation.objects.count() == before


def test_a_manager_gives_nobody_the_privacy_mark(world):
    posted = {"invite-email": "ny@example.org", "invite-language": "sv", "invite-role": "staff", "invite-privacy": "on"}
    assert world.client("manager").post(reverse("accounts:people"), posted).status_code == 302
    made = JoiningInvitation.objects.get(email="ny@example.org")
    assert (made.role, made.privacy) == ("staff", False)


def test_the_only_owner_cannot_step_down_or_leave(world):
    owner, mine = world.client("owner"), Membership.objects.get(user=world.people["owner"])
    before = guarded()
    owner.post(reverse("accounts:member", args=[mine.pk]), {"role": "staff"})
    owner.post(reverse("accounts:member_removal", args=[mine.pk]))
    assert guarded() == before


def test_who_was_removed_is_out_at_once_and_in_every_place(world, stefan):
    client = world.client("staff")
    assert client.get("/").status_code == 200
    Membership.objects.filter(user=stefan).delete()
    places = [one for one in every_address() if getattr(one.view, "access", "") in {"staff", "manager", "owner"}]
    landed = {client.get(world.url(address)).headers.get("Location") for address in places}
    assert landed == {reverse("accounts:no_organisation")}


def test_who_is_switched_off_is_logged_out_at_once(world, stefan):
    client = world.client("staff")
    User.objects.filter(pk=stefan.pk).update(is_active=False)
    assert client.get("/").headers["Location"].startswith(reverse("account_login"))
