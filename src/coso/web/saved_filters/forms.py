"""Forms of saved filters."""

from __future__ import annotations

from django import forms

from coso.web.shared.fields import WordsField

_LONGEST_NAME = 60


class NameForm(forms.Form):
    """What a filter is called."""

    name = WordsField(label="Tên bộ lọc", max_length=_LONGEST_NAME)


class FilterForm(NameForm):
    """A filter to be kept, under a name of its own or in place of the one of that name."""

    keeps_place = forms.BooleanField(
        label="Giữ ngày số liệu và đơn vị",
        required=False,
        help_text="Không chọn thì bộ lọc mở theo đơn vị và ngày đang xem lúc mở.",
    )
    overwrites = forms.BooleanField(label="Ghi đè nếu đã có bộ lọc cùng tên", required=False)
