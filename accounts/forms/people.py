"""Forms about units and people."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import members
from accounts.models import Membership, Unit
from accounts.models.membership import Role
from common import languages

LONGEST_KEY = 18  # digits of a 64-bit key
INDENT = "\u2003"  # an em space, because an option cannot be styled


class UnitChoices(forms.ModelMultipleChoiceField):
    """Check boxes of units, indented as the tree is."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        """A number no key can be is an unknown choice, not an error of the database."""
        if any(len(str(one)) > LONGEST_KEY for one in value or []):
            raise forms.ValidationError(self.error_messages["invalid_choice"] % {"value": "…"}, code="invalid_choice")
        return super().clean(value)

    def label_from_instance(self, unit: Unit) -> str:
        return f"{INDENT * unit.depth}{unit.name}"


class UnitChoice(forms.ModelChoiceField):
    """One unit, indented as the tree is."""

    def label_from_instance(self, unit: Unit) -> str:
        return f"{INDENT * unit.depth}{unit.name}"


class UnitForm(forms.Form):
    """A new unit below one the reader may see."""

    name = forms.CharField(label=_("Name"), max_length=120)
    parent = UnitChoice(
        label=pgettext_lazy("a unit below another", "Belongs to"), queryset=Unit.objects.none(), empty_label=None
    )

    def __init__(self, *args, membership: Membership, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = membership.visible_units().in_tree_order()


class UnitNameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)

    def __init__(self, *args, unit: Unit, **kwargs) -> None:
        super().__init__(*args, auto_id=f"id_unit_{unit.pk}_%s", **kwargs)
        if not self.is_bound:
            self.initial["name"] = unit.name


class RoleFields(forms.Form):
    """Role, privacy and units: only what this reader may give is offered, and anything else is refused."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    privacy = forms.BooleanField(
        label=_("Privacy: may see full names and words when somebody asks for their data"), required=False
    )
    units = UnitChoices(
        label=_("Units"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("None chosen: the whole organisation. A unit includes everything below it."),
    )

    def __init__(self, *args, membership: Membership, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        given = members.roles_given_by(membership)
        self.fields["role"].choices = [(role, label) for role, label in ROLES if role in given]
        self.fields["units"].queryset = membership.visible_units().in_tree_order()
        if not membership.sees_everything:
            self.fields["units"].required = True
            self.fields["units"].help_text = _("A unit includes everything below it.")
        if not membership.is_owner:
            del self.fields["privacy"]

    def values(self) -> dict:
        return {
            "role": self.cleaned_data["role"],
            "privacy": self.cleaned_data.get("privacy", False),
            "units": list(self.cleaned_data["units"]),
        }


ROLES = [
    (Role.STAFF, _("Staff: reads stories, takes improvements")),
    (Role.MANAGER, _("Manager: also asks customers and invites staff")),
    (Role.OWNER, _("Owner: everything, also settings and people")),
]


class InviteForm(RoleFields):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=languages.CHOICES)

    field_order = ("email", "language", "role", "units", "privacy")

    def __init__(self, *args, membership: Membership, **kwargs) -> None:
        kwargs.setdefault("initial", {"role": Role.STAFF, "language": membership.organisation.language})
        super().__init__(*args, membership=membership, prefix="invite", **kwargs)


class MemberForm(RoleFields):
    field_order = ("role", "units", "privacy")
