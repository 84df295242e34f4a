"""What the parts of the builder's page have in common: texts in one language at a time, saved field by field.

A field knows its `path`: the place in the draft it writes to, as `building` names it when two people changed the same.
"""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

TOO_LONG = _("This is %(show_value)d characters long, and %(limit_value)d fit. Shorten it a little.")
# Marks for js/builder-controls.js: words that are on the page only, and those that wait until somebody has chosen.
TYPED, HELD = "data-typed", "data-held"


def one_line(label, length: int, **attributes) -> forms.CharField:
    return _text(label, length, forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", **attributes}))


def lines(label, length: int, rows: int, **attributes) -> forms.CharField:
    return _text(label, length, forms.Textarea(attrs={"rows": rows, "dir": "auto", **attributes}))


def _text(label, length: int, widget: forms.Widget) -> forms.CharField:
    # No maxlength in the browser: it would cut what is pasted, in silence.
    validators = [MaxLengthValidator(length, message=TOO_LONG)]
    return forms.CharField(label=label, required=False, widget=widget, validators=validators)


class DraftPart(forms.Form):
    """A part of the page. `original` of a field is what its text says in the main language, to translate from."""

    def __init__(self, *, prefix: str, language: str, main: str):
        self.language, self.main = language, main
        super().__init__(prefix=prefix, auto_id="id_%s", use_required_attribute=False)

    def show(self, name: str, field: forms.Field, texts: dict[str, str] | None, *, path: str) -> None:
        """Add a field for one language of some texts."""
        field.widget.attrs["lang"] = self.language
        field.original = (texts or {}).get(self.main, "") if self.language != self.main else ""
        self.put(name, field, (texts or {}).get(self.language, ""), path=f"{path}/{self.language}")

    def put(self, name: str, field: forms.Field, initial, *, path: str) -> None:
        field.path = path
        self.fields[name] = field
        self.initial[name] = initial

    def said(self, name: str, texts: dict[str, str] | None, *, folded: bool = True) -> dict[str, str]:
        """The texts with this language's typed words in them; an emptied text is taken out."""
        typed = self.cleaned_data[name]
        typed = " ".join(typed.split()) if folded else typed.replace("\r\n", "\n")
        rest = {language: text for language, text in (texts or {}).items() if language != self.language}
        # In the stored order, so that saying the same again is no change.
        return {**(texts or {}), self.language: typed} if typed else rest

    def bind(self, posted: MultiValueDict) -> None:
        """Take what was sent. A control that was not sent is not an emptied one: it stays as it is."""
        sent = MultiValueDict()
        for name, field in self.fields.items():
            control = self.add_prefix(name)
            if control in posted:
                sent.setlist(control, self.read(name, posted.getlist(control)))
            else:
                initial = field.prepare_value(self.initial.get(name))
                sent.setlist(control, initial if isinstance(initial, list) else ["" if initial is False else initial])
        self.data, self.is_bound = sent, True
        for name in self.changed_data:
            self.fields[name].widget.attrs[TYPED] = ""

    def read(self, name: str, values: list[str]) -> list[str]:
        return values

    def controls_of(self, path: str) -> list[str]:
        """The names of the controls that write to this place; none where the page shows none."""
        return [self.add_prefix(name) for name, field in self.fields.items() if field.path == path]

    def keep_both(self, controls: set[str]) -> None:
        """Show beside each of these typed texts what somebody else has saved there."""
        for name, field in self.fields.items():
            if self.add_prefix(name) in controls:
                field.theirs = self.told(name, self.initial.get(name)) or _("(empty)")
                field.widget.attrs[HELD] = ""

    def told(self, name: str, value) -> str:
        """A stored value in words."""
        choices = dict(getattr(self.fields[name].widget, "choices", ()))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, list):
            return ", ".join(str(choices.get(one, one)) for one in value)
        return str(choices.get(value, value))
