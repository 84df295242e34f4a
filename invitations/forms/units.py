"""Which units a form may offer to this manager."""

from accounts.models import Membership


def units_of(membership: Membership):
    return membership.visible_units().in_tree_order()
