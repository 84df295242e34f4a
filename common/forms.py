"""How every form of the house is drawn."""

from django.forms.renderers import TemplatesSetting


class EnmilRenderer(TemplatesSetting):
    """Forms from templates/django/forms/: error summary, label, help, message, control, in that order."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
