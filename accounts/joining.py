"""Letting colleagues in: one invites another, a personal link proves the address, one press makes a member.

The link is made from the link key whenever it is shown or mailed; only its hash is stored.
"""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import auditing, mail_servers, members
from accounts.models import JoiningInvitation, Membership, Organisation, Unit, User
from accounts.models.membership import Role
from common import clock, emails, signing, working
from common.casefolding import normalise_email

PURPOSE = "joining"
WORK = "send joining"
LIFE = timedelta(days=14)
LEASE = timedelta(minutes=3)  # longer than every step of one mail may take together
MAX_ATTEMPTS = 27  # with their pauses about a day, as long as customers' mails are tried
MOST_PENDING = 200  # an organisation's open invitations, so that nobody mails the world from here


class NotForThem(Exception):
    """The invitation is for another address than the one logged in."""


class HasAccount(Exception):
    """The address has a log-in already; that person accepts by logging in."""


class NoLongerOpen(Exception):
    """The invitation was used, withdrawn, or is too old."""


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    role: str,
    by: User,
    units: Iterable[Unit] = (),
    language: str,
    privacy: bool = False,
) -> JoiningInvitation:
    """Invite the address and mail its link. The same invitation twice is one; another one replaces it.

    Raises PermissionDenied for what the inviter may not give, ValidationError for somebody who is a member already.
    """
    email = normalise_email(email)
    units = [] if role == Role.OWNER else list(units)  # an owner sees the whole organisation
    members.lock(organisation)
    members.may_give(members.membership_of(by, organisation), role=role, units=units, privacy=privacy)
    if Membership.objects.for_organisation(organisation).filter(user__email=email).exists():
        raise ValidationError({"email": _("%(email)s is a member already.") % {"email": email}})
    if (earlier := _unanswered(organisation).filter(email=email).first()) and is_open(earlier):
        if _is_same(earlier, role, units, privacy, language):
            return earlier
        _replace(earlier, by)
    elif earlier:
        _close(earlier, by)
    if pending(organisation).count() >= MOST_PENDING:
        raise ValidationError(_("%(count)d invitations are open. Withdraw some first.") % {"count": MOST_PENDING})
    invitation = _create(organisation, email, role, by, language, privacy)
    invitation.units.set(units)
    auditing.note(by, "joining.invited", invitation, email=email, role=role, privacy=privacy)
    working.put(WORK, object_id=invitation.pk)
    return invitation


def _create(organisation, email, role, by, language, privacy) -> JoiningInvitation:
    now = clock.now()
    invitation = JoiningInvitation(
        organisation=organisation,
        email=email,
        role=role,
        privacy=privacy,
        language=language,
        invited_by=by,
        created_at=now,
        expires_at=now + LIFE,
    )
    invitation.token_hash = signing.token_hash(token_of(invitation))
    invitation.save()
    return invitation


def _is_same(earlier: JoiningInvitation, role: str, units: list[Unit], privacy: bool, language: str) -> bool:
    wanted = (role, privacy, language, {unit.pk for unit in units})
    had = (earlier.role, earlier.privacy, earlier.language, set(earlier.units.values_list("pk", flat=True)))
    return had == wanted


def _replace(earlier: JoiningInvitation, by: User) -> None:
    try:
        withdraw(earlier, by=by)
    except PermissionDenied as error:
        raise ValidationError({"email": _("An owner has invited this person already.")}) from error


def _unanswered(organisation: Organisation) -> QuerySet[JoiningInvitation]:
    rows = JoiningInvitation.objects.for_organisation(organisation)
    return rows.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


def pending(organisation: Organisation) -> QuerySet[JoiningInvitation]:
    """Those that can still be accepted, newest first."""
    return JoiningInvitation.objects.for_organisation(organisation).pending(clock.now()).order_by("-created_at", "-id")


def token_of(invitation: JoiningInvitation) -> str:
    return signing.token(PURPOSE, invitation.uuid)


def link_of(invitation: JoiningInvitation) -> str:
    return f"{settings.SITE_URL}{reverse('accounts:join', args=[token_of(invitation)])}"


def may_see_link(invitation: JoiningInvitation, *, membership: Membership) -> bool:
    """Whoever holds the link can become what it gives: owners see every link, managers those they sent themselves."""
    return membership.is_owner or (membership.is_manager and invitation.invited_by_id == membership.user_id)


def by_token(token: str) -> JoiningInvitation | None:
    """The invitation a link opens, open or not; None for a link we never made."""
    if not signing.looks_like_token(token):
        return None
    found = JoiningInvitation.objects.filter(token_hash=signing.token_hash(token))
    return found.select_related("organisation", "invited_by").first()


def is_open(invitation: JoiningInvitation) -> bool:
    return invitation.accepted_at is None and invitation.withdrawn_at is None and invitation.expires_at > clock.now()


@transaction.atomic
def withdraw(invitation: JoiningInvitation, *, by: User) -> None:
    """The link stops working. Twice is once; one that was accepted stays accepted."""
    invitation = JoiningInvitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.withdrawn_at or invitation.accepted_at:
        return
    members.may_give(
        members.membership_of(by, invitation.organisation),
        role=invitation.role,
        units=list(invitation.units.all()),
        privacy=invitation.privacy,
    )
    _close(invitation, by)


def _close(invitation: JoiningInvitation, by: User) -> None:
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    auditing.note(by, "joining.withdrawn", invitation, email=invitation.email)


@transaction.atomic
def accept(invitation: JoiningInvitation, *, user: User) -> Membership:
    """The person who has the address joins. Twice is once.

    Raises NotForThem for another address, NoLongerOpen for a link that is used up.
    """
    if user.email != invitation.email:
        raise NotForThem
    return _join(invitation, user)


def accept_as_new(invitation: JoiningInvitation, *, name: str, password: str, language: str = "") -> Membership:
    """Make the log-in of somebody who has none here yet, and join. Raises HasAccount, NoLongerOpen.

    `language` is the one they read the page in; without it, that of the mail.
    """
    language = language or invitation.language
    try:
        with transaction.atomic():
            if User.objects.filter(email=invitation.email).exists():
                raise HasAccount
            user = User.objects.create_user(invitation.email, password, name=name, language=language)
            return _join(invitation, user)
    except IntegrityError as error:
        raise HasAccount from error  # somebody made it between the two lines


def _join(invitation: JoiningInvitation, user: User) -> Membership:
    invitation = JoiningInvitation.objects.select_for_update().get(pk=invitation.pk)
    already = Membership.objects.filter(organisation_id=invitation.organisation_id, user=user).first()
    if invitation.accepted_at and already:
        return already
    if not is_open(invitation):
        raise NoLongerOpen
    if already is None:
        already = Membership.objects.create(
            organisation_id=invitation.organisation_id, user=user, role=invitation.role, privacy=invitation.privacy
        )
        already.units.set(invitation.units.all())
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    auditing.note(user, "joining.accepted", invitation, role=already.role)
    return already


def send(invitation_id: int, revision: int) -> bool:
    """Mail the link; False when there is nothing to mail any more, or no server that mails.

    Without a server the mail lands in a file, as all account mail does, and the inviter passes the link on. A demo
    mails nobody.
    """
    found = JoiningInvitation.objects.select_related("organisation", "invited_by").filter(pk=invitation_id)
    invitation = found.first()  # none once its organisation is gone, as a demo's
    if invitation is None or invitation.mailed_at or not is_open(invitation):
        return False
    organisation = invitation.organisation
    if organisation.is_demo:
        return False
    mail = emails.compose(
        "joining",
        to=invitation.email,
        language=invitation.language,
        from_email=mail_servers.from_address_for(organisation),
        reply_to=invitation.invited_by.email,
        headers={"Message-ID": f"<joining.{invitation.uuid}@{urlsplit(settings.SITE_URL).hostname}>"},
        context={
            "organisation": organisation,
            "inviter": invitation.invited_by,
            "link": link_of(invitation),
            "expires_on": timezone.localtime(invitation.expires_at, organisation.zone).date(),
        },
    )
    connection = mail_servers.connection_for(organisation)
    mail.connection = connection or get_connection()
    mail.send()
    return connection is not None


def note_sent(invitation_id: int, revision: int, was_sent: bool) -> None:
    if was_sent:
        JoiningInvitation.objects.filter(pk=invitation_id).update(mailed_at=clock.now())


working.register(WORK, working.Handler(compute=send, settle=note_sent, max_attempts=MAX_ATTEMPTS, lease=LEASE))
