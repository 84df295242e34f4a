"""What to ask the keeper of a domain for, so that other mail servers believe our mails: SPF, DKIM and DMARC."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import MailServer

Provider = MailServer.Provider
FREE_MAIL = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "live.se", "live.dk", "msn.com"),
        *("yahoo.com", "yahoo.se", "icloud.com", "me.com", "mac.com", "telia.com", "gmx.net", "gmx.com"),
        *("proton.me", "protonmail.com", "online.no", "mail.dk", "elisanet.fi", "luukku.com"),
    }
)
_HOSTED = {"office365.com": "include:spf.protection.outlook.com", "gmail.com": "include:_spf.google.com"}
_SPF_PARTS = {
    Provider.BREVO: "include:spf.brevo.com",
    Provider.MAILGUN: "include:mailgun.org",
    Provider.MAILJET: "include:spf.mailjet.com",
    Provider.SENDGRID: "include:sendgrid.net",
}
# The name is known, or only its pattern; the value is made for each account and stands on the provider's own page.
_DKIM_NAMES = {
    Provider.BREVO: "brevo1._domainkey, brevo2._domainkey",
    Provider.MAILGUN: "…._domainkey",
    Provider.MAILJET: "mailjet._domainkey",
    Provider.POSTMARK: "…pm._domainkey",
    Provider.SENDGRID: "s1._domainkey, s2._domainkey",
}
_DKIM_KINDS = {Provider.BREVO: "CNAME", Provider.SENDGRID: "CNAME"}


@dataclass(frozen=True)
class DomainRecord:
    """One line in the domain's DNS. An empty value is known by somebody else; `words` say by whom."""

    title: str  # "SPF"
    words: str
    name: str
    kind: str
    value: str


def domain_of(server: MailServer) -> str:
    """The domain that must vouch for the mails."""
    return server.from_address.rpartition("@")[2].lower()


def is_free_mail(server: MailServer) -> bool:
    """Whether the sender's domain belongs to a free mail service, which vouches for nobody's own server."""
    return domain_of(server) in FREE_MAIL


def records_for(server: MailServer) -> list[DomainRecord]:
    """The three records for this way of sending and this very domain, in the reader's language."""
    domain = domain_of(server)
    return [_spf(server, domain), _dkim(server, domain), _dmarc(domain)]


def _spf(server: MailServer, domain: str) -> DomainRecord:
    if server.provider == Provider.POSTMARK:
        words = _(
            "Lets mails that cannot be delivered come back by a name of your own. For Postmark it takes SPF's place."
        )
        return DomainRecord("SPF", words, f"pm-bounces.{domain}", "CNAME", "pm.mtasv.net")
    part = _SPF_PARTS.get(server.provider) or _of_server(server.host)
    words = _(
        "Says which servers may send mail for you. If a record like it is there already, only add %(part)s to it."
    )
    return DomainRecord("SPF", words % {"part": part}, _signing_domain(server), "TXT", f"v=spf1 {part} ~all")


def _of_server(host: str) -> str:
    """A service that sends by other machines than the one that takes the mail says so in a record of its own."""
    return next((part for end, part in _HOSTED.items() if host.endswith(f".{end}")), f"a:{host}")


def _signing_domain(server: MailServer) -> str:
    return (server.provider == Provider.MAILGUN and server.provider_domain) or domain_of(server)


def _dkim(server: MailServer, domain: str) -> DomainRecord:
    if server.provider == Provider.SMTP:
        words = _("A signature that nobody can copy. Whoever looks after %(host)s makes the key and tells its name.")
        return DomainRecord("DKIM", words % {"host": server.host}, f"…._domainkey.{domain}", "TXT", "")
    names = ", ".join(f"{name}.{_signing_domain(server)}" for name in _DKIM_NAMES[server.provider].split(", "))
    words = _("A signature that nobody can copy. The value is made for you: it stands in your account at %(provider)s.")
    kind = _DKIM_KINDS.get(server.provider, "TXT")
    return DomainRecord("DKIM", words % {"provider": server.get_provider_display()}, names, kind, "")


def _dmarc(domain: str) -> DomainRecord:
    words = _("Tells other mail servers that you use the two above. If there is a record already, leave it as it is.")
    return DomainRecord("DMARC", words, f"_dmarc.{domain}", "TXT", "v=DMARC1; p=none")


def letter_to_the_keeper(server: MailServer) -> str:
    """The three records as one text to send to whoever keeps the domain."""
    lines = [_("Please add these records to the domain %(domain)s:") % {"domain": domain_of(server)}]
    for record in records_for(server):
        lines += ["", record.title, record.words, f"{record.kind} {record.name}", record.value]
    return "\n".join(lines).strip() + "\n"
