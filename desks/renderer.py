"""Draws Django's plain widgets in one step each.

Django renders an input through three nested templates, a select through two an option: on a form of 25 fields
that is most of the page. docs/look.md has the ratio; what is not drawn here falls back to the templates.
"""

from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString


def _quoted(value: object) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


def attributes(attrs: dict[str, Any]) -> str:
    """HTML attributes, quoted; True stands alone, None and False are left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{_quoted(value)}"'
        for name, value in attrs.items()
        if value is not None and value is not False
    )


def _input(widget: dict[str, Any]) -> str:
    attrs = {"type": widget["type"], "name": widget["name"], "value": widget["value"], **widget["attrs"]}
    return f"<input{attributes(attrs)}>"


def _option(widget: dict[str, Any]) -> str:
    return f"<option{attributes({'value': widget['value'], **widget['attrs']})}>{_quoted(widget['label'])}</option>"


def _select(widget: dict[str, Any]) -> str:
    parts = []
    for group, options, _index in widget["optgroups"]:
        drawn = "".join(map(_option, options))
        parts.append(f'<optgroup label="{_quoted(group)}">{drawn}</optgroup>' if group else drawn)
    return f"<select{attributes({'name': widget['name'], **widget['attrs']})}>{''.join(parts)}</select>"


def _choice(widget: dict[str, Any]) -> str:
    return f'<label class="choice">{_input(widget)}<span>{_quoted(widget["label"])}</span></label>'


def _choices(widget: dict[str, Any]) -> str:
    drawn = "".join(_choice(option) for _group, options, _index in widget["optgroups"] for option in options)
    return f'<div class="choices">{drawn}</div>'


_INPUTS = "checkbox", "date", "email", "hidden", "number", "password", "tel", "text"
_DRAWN = {f"django/forms/widgets/{name}.html": _input for name in _INPUTS} | {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/radio.html": _choices,
    "django/forms/widgets/checkbox_select.html": _choices,
}


class Renderer(TemplatesSetting):
    """FORM_RENDERER: the same HTML as Django's templates, with large targets around radios and checkboxes."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = _DRAWN.get(template_name)
        if draw is None:
            return str(super().render(template_name, context, request))
        return draw(context["widget"])
