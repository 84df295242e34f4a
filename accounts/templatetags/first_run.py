"""What templates ask about the first day."""

from django import template

from accounts import first_run

register = template.Library()


@register.simple_tag(takes_context=True)
def may_start_for_real(context) -> bool:
    """Whether the reader is the demo's owner and no real organisation is here yet; asks the database only then."""
    membership = getattr(context.get("request"), "membership", None)
    return membership is not None and first_run.is_open_for(membership)
