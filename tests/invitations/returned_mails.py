"""Mails as they come to the address for bounces, from the servers and mail programs that write them."""

from tests.invitations.returned_shapes import ORIGINAL, fields, plain, report

# (name, the mail, "gone", "for the moment", "complaint" or "no bounce")
RETURNED = [
    (
        "Postfix, unknown user",
        report(
            subject="Undelivered Mail Returned to Sender",
            extra="Auto-Submitted: auto-replied",
            human="<carl@guest.example>: host mx.guest.example said: 550 5.1.1 <carl@guest.example>: User unknown",
            fields=fields("failed", "5.1.1", "smtp; 550 5.1.1 <carl@guest.example>: Recipient address rejected"),
        ),
        "gone",
    ),
    (
        "Postfix, still trying",
        report(
            subject="Delayed Mail (still being retried)",
            human="THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.",
            fields=fields("delayed", "4.4.1", "X-Postfix; connect to mx.guest.example: Connection timed out"),
        ),
        "no bounce",
    ),
    (
        "Postfix, gave up after five days",
        report(
            subject="Undelivered Mail Returned to Sender",
            human="<carl@guest.example>: connect to mx.guest.example[192.0.2.1]:25: Connection timed out",
            fields=fields("failed", "4.4.1", "X-Postfix; connect to mx.guest.example: Connection timed out"),
        ),
        "for the moment",
    ),
    (
        "Postfix, the domain is gone",
        report(
            subject="Undelivered Mail Returned to Sender",
            human="<carl@guest.example>: Host or domain name not found. Name service error for name=guest.example",
            fields=fields("failed", "5.4.4", "X-Postfix; Host or domain name not found."),
        ),
        "gone",
    ),
    (
        "Gmail, no such address",
        report(
            sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject="Delivery Status Notification (Failure)",
            extra="X-Failed-Recipients: carl@guest.example\nAuto-Submitted: auto-replied",
            human="** Address not found **\n\nYour message wasn't delivered to carl@guest.example",
            fields=fields(
                "failed", "5.1.1", "smtp; 550-5.1.1 The email account that you tried to reach does not exist."
            ),
        ),
        "gone",
    ),
    (
        "Gmail, over quota",
        report(
            sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject="Delivery Status Notification (Failure)",
            human="The recipient's inbox is full.",
            fields=fields(
                "failed", "5.2.2", "smtp; 552-5.2.2 The email account that you tried to reach is over quota."
            ),
        ),
        "for the moment",
    ),
    (
        "Gmail, our own domain is not vouched for",
        report(
            sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject="Delivery Status Notification (Failure)",
            human="Your message was blocked.",
            fields=fields(
                "failed", "5.7.26", "smtp; 550-5.7.26 This mail has been blocked: sender is unauthenticated."
            ),
        ),
        "for the moment",
    ),
    (
        "Gmail, a delay",
        report(
            sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject="Delivery Status Notification (Delay)",
            human="Gmail will retry for 46 more hours. You'll be notified if the delivery fails permanently.",
            fields=fields("delayed", "4.4.1", "dns; connection timed out"),
        ),
        "no bounce",
    ),
    (
        "Exchange, Swedish",
        report(
            sender="postmaster@guest.example",
            subject="Det gick inte att leverera: Sov du gott?",
            human="Det gick inte att hitta carl hos guest.example.",
            fields=fields(
                "failed",
                "5.1.10",
                "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address",
            ),
        ),
        "gone",
    ),
    (
        "Exchange, may not write to this group",
        report(
            sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@guest.example>",
            subject="Undeliverable: Sov du gott?",
            human="Your message couldn't be delivered because you don't have permission.",
            fields=fields("failed", "5.7.133", "smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup"),
        ),
        "for the moment",
    ),
    (
        "A relay that says it passed the mail on",
        report(
            subject="Successful Mail Delivery Report",
            human="delivered",
            fields=fields("relayed", "2.1.5", "smtp; 250 ok"),
        ),
        "no bounce",
    ),
    (
        "Exim, without fields",
        plain(
            sender="Mail Delivery System <Mailer-Daemon@mx.example>",
            subject="Mail delivery failed: returning message to sender",
            extra="X-Failed-Recipients: carl@guest.example\nAuto-Submitted: auto-replied",
            text=(
                "This message was created automatically by mail delivery software.\n\n"
                "A message that you sent could not be delivered to one or more of its recipients. "
                "This is a permanent error.\n\n  carl@guest.example\n"
                "    host mx.guest.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:\n"
                "    550 5.1.1 No such user here\n\n------ This is a copy of the message ------\n" + ORIGINAL
            ),
        ),
        "gone",
    ),
    (
        "Exim, unrouteable",
        plain(
            sender="Mail Delivery System <Mailer-Daemon@mx.example>",
            subject="Mail delivery failed: returning message to sender",
            extra="X-Failed-Recipients: carl@guest.example",
            text="The following address(es) failed:\n\n  carl@guest.example\n    Unrouteable address\n",
        ),
        "gone",
    ),
    (
        "Exim, a warning",
        plain(
            sender="Mail Delivery System <Mailer-Daemon@mx.example>",
            subject="Warning: message 1abcDE-0001 delayed 24 hours",
            text="No action is required on your part. Delivery attempts will continue. carl@guest.example 451 later",
        ),
        "no bounce",
    ),
    (
        "Exim, mailbox full",
        plain(
            sender="Mail Delivery System <Mailer-Daemon@mx.example>",
            subject="Mail delivery failed: returning message to sender",
            extra="X-Failed-Recipients: carl@guest.example",
            text="  carl@guest.example\n    mailbox is full: retry timeout exceeded\n",
        ),
        "for the moment",
    ),
    (
        "qmail",
        plain(
            sender="MAILER-DAEMON@mx.example",
            subject="failure notice",
            text=(
                "Hi. This is the qmail-send program at mx.example.\n"
                "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
                "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<carl@guest.example>:\n"
                "Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
                + ORIGINAL
            ),
        ),
        "gone",
    ),
    (
        "A notice that gives no reason",
        plain(
            sender="MAILER-DAEMON@mx.example",
            subject="Undeliverable: Sov du gott?",
            text="We could not pass your mail on. We do not say why.",
        ),
        "for the moment",
    ),
    (
        "Norwegian, without fields",
        plain(
            sender="postmaster@guest.example",
            subject="Kan ikke leveres: Sov du gott?",
            text="Adressen carl@guest.example finnes ikke.\n#550 5.1.1 RESOLVER.ADR.RecipNotFound#",
        ),
        "gone",
    ),
    (
        "A complaint passed on",
        "\n".join(
            [
                "From: Feedback <feedback@isp.example>",
                "To: {key}",
                "Subject: Abuse report",
                "MIME-Version: 1.0",
                'Content-Type: multipart/report; report-type=feedback-report; boundary="BB"',
                "",
                "--BB",
                "Content-Type: text/plain",
                "",
                "This is an email abuse report.",
                "--BB",
                "Content-Type: message/feedback-report",
                "",
                "Feedback-Type: abuse",
                "User-Agent: Isp/1.0",
                "Version: 1",
                "",
                "--BB",
                "Content-Type: message/rfc822",
                "",
                ORIGINAL,
                "--BB--",
            ]
        ),
        "complaint",
    ),
    (
        "A receipt for reading",
        "\n".join(
            [
                "From: carl@guest.example",
                "To: {key}",
                "Subject: Read: Sov du gott?",
                "MIME-Version: 1.0",
                'Content-Type: multipart/report; report-type=disposition-notification; boundary="BB"',
                "",
                "--BB",
                "Content-Type: message/disposition-notification",
                "",
                "Final-Recipient: rfc822;carl@guest.example",
                "Disposition: automatic-action/MDN-sent-automatically; deleted",
                "",
                "--BB--",
            ]
        ),
        "no bounce",
    ),
]
AWAY = [
    (
        "Swedish",
        "Frånvaroavisering: Sov du gott?",
        "Hej! Jag är på semester till den 24 juli. Ring 550 12 34 vid behov.",
    ),
    ("Danish", "Automatisk svar: Sov du gott?", "Tak for din mail. Jeg er på ferie og læser den om 2 uger."),
    ("Norwegian", "Automatisk svar: Sov du gott?", "Jeg er på ferie. Ring 450 00 000 hvis det haster."),
    ("Finnish", "Poissaoloviesti: Sov du gott?", "Olen lomalla 24.7. asti. Viestiäsi ei ole luettu."),
    ("English", "Out of office: Sov du gott?", "I am away until Monday. My old address does not exist any more."),
]
RETURNED += [
    (
        f"Away, {language}, {header.partition(':')[0]}",
        plain(sender="Carl Berg <carl@guest.example>", subject=subject, text=text, extra=header),
        "no bounce",
    )
    for language, subject, text in AWAY
    for header in ("Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: bulk")
]
RETURNED.append(
    (
        "A person who answers",
        plain(
            sender="Carl <carl@guest.example>",
            subject="Re: Sov du gott?",
            text="Jag finns inte kvar på 550 5.1.1 längre",
        ),
        "no bounce",
    )
)
