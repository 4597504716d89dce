"""How forms are drawn: our field and form templates, everywhere."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Django's own renderer with the templates of this site."""

    form_template_name = "shared/_form.html"
    field_template_name = "shared/_field.html"
