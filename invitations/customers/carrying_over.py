"""One person under two addresses: what was promised to the one holds for the other."""

from accounts.models import Organisation
from invitations.models import Contact, Suppression
from invitations.stopping import forgetting, suppressing


def carry_over(organisation: Organisation, *, from_address: str, to_address: str) -> None:
    """Let stops, and how often somebody was asked, hold for another address too, in the caller's transaction.

    What holds for the first address stays: the next list may name it again. That nothing reaches an address is the
    address's own, and is not carried over. Said twice, it is carried once. A contact is carried by its day: its moment
    is the mail's, which is let go of.
    """
    before = suppressing.address_hash(organisation, from_address)
    after = suppressing.address_hash(organisation, to_address)
    if before == after:
        return
    stops = Suppression.objects.for_organisation(organisation).filter(address_hash=before)
    for stop in stops.exclude(reason=Suppression.Reason.BOUNCED).select_related("by"):
        suppressing.suppress(organisation, to_address, until=stop.until, reason=stop.reason, by=stop.by)
    contacts = Contact.objects.for_organisation(organisation)
    known = {(one.kind, forgetting.day_of(one.at, organisation)) for one in contacts.filter(address_hash=after)}
    told = [(one.kind, forgetting.day_of(one.at, organisation)) for one in contacts.filter(address_hash=before)]
    Contact.objects.bulk_create(
        Contact(organisation=organisation, address_hash=after, kind=kind, at=day)
        for kind, day in sorted(told)
        if (kind, day) not in known
    )
