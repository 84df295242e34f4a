"""How mail servers say that nobody is there: status codes and phrases, read with care."""

import re

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.:/-])(?:#|smtp;\s*|said:\s*)?([45])([0-5]\d)(?=[ \-#:])")
_MAIL_SYSTEM = re.compile(r"mailer-?daemon|postmaster|mail delivery|mail-?system|microsoftexchange|mailsystem", re.I)
_FAILURE = re.compile(
    r"undeliver|undelivered|delivery status notification \(failure|delivery (has )?failed|delivery failure|"
    r"mail delivery fail|failure notice|returned mail|returned to sender|could not be delivered|"
    # Swedish, Danish, Norwegian, Finnish
    r"olevererbar|kunde inte levereras|gick inte att leverera|leveransfel|kan ikke leveres|kunne ikke leveres|"
    r"ikke leveret|ikke levert|leveringsfejl|leveringsfeil|ei voitu toimittaa|toimitus epäonnistui|palautettu viesti",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"delayed|\(delay\)|still being retried|will be retried|will keep trying|continue to try|not yet been delivered|"
    r"warning only|do not need to resend|försenat|fördröj|forsinket|viivästynyt",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"user unknown|unknown user|no such (user|recipient|mailbox|person)|does(n't| not) exist|no mailbox here|"
    r"mailbox (is )?unavailable|address (was )?not found|recipient (address )?rejected|unknown (address|recipient)|"
    r"invalid (recipient|mailbox)|account (is |has been )?(disabled|closed)|couldn't be found|wasn't found|"
    r"host or domain name not found|domain .{0,60}(does not exist|not found)|unrouteable address|"
    r"finns inte|hittades inte|findes ikke|finnes ikke|ei löydy|ei ole olemassa",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"mailbox (is )?full|over ?quota|quota exceeded|exceeded .{0,20}quota|out of storage|insufficient storage|"
    r"inkorg(en)? är full|postkasse.{0,20}(fuld|full)|postilaatikko on täynnä",
    re.IGNORECASE,
)
_RETURNED = re.compile(
    r"^(-+ ?(original message|this is a copy|below this line|the (original|header|following)).*|"
    r"-{3,}\s*below.*|return-path:.*|original message headers:.*)$",
    re.IGNORECASE | re.MULTILINE,
)
MOST_READ = 8_000


def status_in(text: str) -> str:
    """The first status code that tells of a failure, "5.1.1" or "4.2.2"; a bare reply code as "5.0.0"; else empty."""
    text = text[:MOST_READ]
    for kind, subject, detail in _STATUS.findall(text):
        if kind != "2":
            return f"{kind}.{int(subject)}.{int(detail)}"
    reply = _REPLY.search(text)
    return f"{reply[1]}.0.0" if reply else ""


def is_permanent(status: str, words: str) -> bool:
    """Whether the address is gone. A full mailbox may be emptied, and a policy or a block is about the sender.

    Without any code only the plain words that nobody is there count.
    """
    if not status:
        return says_nobody_is_there(words) and not _FULL.search(words[:MOST_READ])
    kind, subject, detail = status.split(".")
    if kind != "5" or subject == "7" or (subject, detail) in {("2", "2"), ("2", "3"), ("3", "4")}:
        return False
    return not _FULL.search(words[:MOST_READ])


def says_nobody_is_there(text: str) -> bool:
    return bool(_NOBODY.search(text[:MOST_READ]))


def is_mail_system(sender: str) -> bool:
    """Whether a machine that carries mail wrote this, not a person's mail program."""
    return bool(_MAIL_SYSTEM.search(sender[:300]))


def is_subject_of_failure(subject: str) -> bool:
    return bool(_FAILURE.search(subject[:300])) and not _DELAY.search(subject[:300])


def is_delay(subject: str, text: str) -> bool:
    """A warning that a mail still waits: it may arrive yet."""
    return bool(_DELAY.search(subject[:300]) or (_DELAY.search(text[:1500]) and not _FAILURE.search(subject[:300])))


def before_the_returned_mail(text: str) -> str:
    """The server's own words, without the mail it sends back below them."""
    found = _RETURNED.search(text)
    return text[: found.start()] if found and found.start() > 0 else text[:MOST_READ]


def sentence_with(status: str, text: str) -> str:
    """The line that says why, for a colleague to read."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        if status and (status in line or re.search(rf"\b{status[0]}\d\d\b", line)):
            return line
    return next((line for line in lines if says_nobody_is_there(line) or _FULL.search(line)), status)
