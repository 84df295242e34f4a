"""A form that is drawn anew while somebody fills it in: what they have not come to yet is no mistake."""

from django import forms

MISSING = "required"  # Django's own code for a field that was left empty


class ForgivingForm(forms.Form):
    def forgive_gaps(self) -> None:
        """Say nothing of what is only missing yet; what was written and cannot be used is still told."""
        for name, errors in self.errors.as_data().items():
            if all(error.code == MISSING for error in errors):
                del self.errors[name]
