"""What an owner types for each provider."""

KEY = "key-0123456789abcdef"
ALL = ("brevo", "mailgun", "mailjet", "postmark", "sendgrid")


def fields(provider: str, **more) -> dict:
    extra = {
        "mailjet": {"username": "public-key"},
        "mailgun": {"provider_domain": "mg.hotel.example", "provider_region": "us"},
        "sendgrid": {"provider_region": "us"},
    }
    return {
        "provider": provider,
        "password": KEY,
        "from_address": "hej@hotel.example",
        **extra.get(provider, {}),
        **more,
    }
