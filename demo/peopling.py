"""The demo's organisations with their units and their members, who all log in with one password."""

from django.contrib.auth.hashers import make_password

from accounts import arranging_units, changing_organisation, founding
from accounts.models import Membership, Organisation, Unit, User
from accounts.models.membership import Role


def settle_in(told: dict, *, password: str) -> tuple[Organisation, dict[str, Unit], dict[str, User]]:
    """Found the organisation told of, with its units (by key) and its members (by the name before the @)."""
    hashed = make_password(password)  # once: slow on purpose, and the password is the same for all of them
    people = {member["email"].split("@")[0]: _person(member, hashed) for member in told["members"]}
    owner = next(member["email"].split("@")[0] for member in told["members"] if member["role"] == Role.OWNER)
    organisation = founding.found(
        name=told["name"],
        purpose=told["purpose"][told["language"]],
        language=told["language"],
        time_zone=told["zone"],
        owner=people[owner],
        is_demo=True,
    )
    if help_lines := told.get("help_lines"):
        rule = {name: getattr(organisation, name) for name in changing_organisation.CONTACT_RULE}
        changing_organisation.change_contact_rule(organisation, by=people[owner], **rule | {"help_lines": help_lines})
        organisation.refresh_from_db()
    units = _units(organisation, told["units"], by=people[owner])
    for member in told["members"]:
        _join(organisation, people[member["email"].split("@")[0]], member, units)
    return organisation, units, people


def _person(member: dict, hashed: str) -> User:
    user = User(email=member["email"], name=member["name"], language=member["language"], password=hashed)
    user.save()
    return user


def _units(organisation: Organisation, told: list[dict], *, by: User) -> dict[str, Unit]:
    units = {}
    for unit in told:  # parents stand before their children
        if unit["parent"] is None:
            units[unit["key"]] = founding.root_of(organisation)
        else:
            units[unit["key"]] = arranging_units.add(parent=units[unit["parent"]], name=unit["name"], by=by)
    return units


def _join(organisation: Organisation, user: User, member: dict, units: dict[str, Unit]) -> None:
    membership, _ = Membership.objects.update_or_create(
        organisation=organisation, user=user, defaults={"role": member["role"], "privacy": member["privacy"]}
    )
    # The root needs no mention: without units a member sees the whole organisation.
    membership.units.set([units[key] for key in member["units"] if not units[key].is_root])
