"""An organisation that sends by a provider, with the secret the provider proves its news by."""

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from accounts import keeping_mail_server
from accounts.models import MailServer, Organisation, User

SECRET = "ett-hemligt-ord"
SENDGRIDS = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(SENDGRIDS.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def by_provider(organisation: Organisation, by: User, provider: str) -> MailServer:
    keeping_mail_server.keep(
        organisation,
        by=by,
        provider=provider,
        password="key",
        username="public",
        provider_domain="mg.hotel.example",
        from_address="hej@hotel.example",
    )
    keeping_mail_server.keep_news_secret(organisation, by=by, secret=PUBLIC if provider == "sendgrid" else SECRET)
    return MailServer.objects.get(organisation=organisation)
