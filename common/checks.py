"""System checks: what must be true of an installation before it serves anybody."""

from django.conf import settings
from django.core.checks import Error, register


@register()
def secrets_differ(app_configs: object, **_: object) -> list[Error]:
    """One secret a purpose: a leaked session key must not open customers' links."""
    if settings.LINK_KEY == settings.SECRET_KEY:
        return [Error("LINK_KEY and SECRET_KEY are the same.", hint="Give each its own value.", id="enmil.E001")]
    return []


@register()
def site_url_is_whole(app_configs: object, **_: object) -> list[Error]:
    """Links in mails are built from SITE_URL, never from the request."""
    if not settings.SITE_URL.startswith(("http://", "https://")):
        return [Error("SITE_URL must begin with http:// or https://", id="enmil.E002")]
    return []
