"""The parts of a page that asks before something is done."""

from __future__ import annotations

from attrs import frozen
from django import forms


@frozen
class Consequence:
    """One line of what will happen."""

    text: str
    count: int | None = None


class ConfirmationForm(forms.Form):
    """Nothing to fill in: the page asks, the button answers."""
