"""The two shapes of a mail that comes back: a report with fields for machines, and words alone."""

from textwrap import dedent

ORIGINAL = dedent("""\
    Return-Path: <{key}>
    Message-ID: <{message_id}@enmil.example>
    From: Hotellet <hej@hotel.example>
    To: carl@guest.example
    Subject: Sov du gott?
    """)


def report(
    *,
    fields: str,
    human: str,
    sender="MAILER-DAEMON@mx.example (Mail Delivery System)",
    subject,
    extra="",
    original=ORIGINAL,
) -> str:
    """A report as RFC 3464 has it: words for people, fields for machines, the mail's own headers."""
    return "\n".join(
        [
            "Return-Path: <>",
            f"From: {sender}",
            "To: {key}",
            f"Subject: {subject}",
            *([extra] if extra else []),
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="BB"',
            "",
            "This is a MIME-encapsulated message.",
            "",
            "--BB",
            "Content-Type: text/plain; charset=utf-8",
            "",
            human,
            "",
            "--BB",
            "Content-Type: message/delivery-status",
            "",
            fields,
            "--BB",
            "Content-Type: text/rfc822-headers",
            "",
            original,
            "--BB--",
            "",
        ]
    )


def plain(*, sender: str, subject: str, text: str, extra: str = "") -> str:
    return "\n".join(
        [
            "Return-Path: <>",
            f"From: {sender}",
            "To: {key}",
            f"Subject: {subject}",
            *([extra] if extra else []),
            "Content-Type: text/plain; charset=utf-8",
            "",
            text,
        ]
    )


def fields(action: str, status: str, diagnostic: str = "") -> str:
    said = f"\nDiagnostic-Code: {diagnostic}" if diagnostic else ""
    return (
        dedent("""\
        Reporting-MTA: dns; mx.example
        Arrival-Date: Tue,  3 Nov 2026 10:00:00 +0100 (CET)

        Final-Recipient: rfc822; carl@guest.example
        Original-Recipient: rfc822;carl@guest.example
        """)
        + f"Action: {action}\nStatus: {status}{said}\n"
    )
