"""Forms of the register of units."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from coso.access.enums import Permission
from coso.organizations import queries as organizations
from coso.organizations.enums import HostType, Level, Tree
from coso.organizations.models import Unit, UnitType
from coso.organizations.queries import UnitDetails
from coso.web.shared.fields import ParentField, UnitField, WordsField, reference_to
from coso.web.shared.forms import (
    RegisterForm,
    check_order,
    day_field,
    decision_field,
    reason_field,
)

_LONGEST_NAME = 200
_LONGEST_CODE = 30
# Which trees have a host of each kind, and what it is called there.
_HOSTS = {
    "host_type": {Tree.PARTY: "Loại hình cơ sở"},
    "host_area": {Tree.PARTY: "Địa bàn", Tree.AGENCY: "Địa bàn phục vụ"},
    "host_agency": {Tree.PARTY: "Cơ quan, đơn vị nơi tổ chức đảng đặt"},
}


class DetailsForm(RegisterForm):
    """What a unit of a tree is called, what it is and whom it belongs to."""

    name = WordsField(label="Tên", max_length=_LONGEST_NAME)
    type: forms.ModelChoiceField[UnitType] = forms.ModelChoiceField(
        label="Loại", queryset=organizations.types_of(Tree.PARTY), empty_label="Chọn loại"
    )
    level = forms.ChoiceField(
        label="Cấp", choices=[("", "Theo loại đơn vị"), *Level.choices], required=False
    )
    host_type = forms.ChoiceField(choices=[("", "Chưa rõ"), *HostType.choices], required=False)
    host_area = UnitField(tree=Tree.AREA, permission=Permission.UNITS_VIEW, required=False)
    host_agency = UnitField(tree=Tree.AGENCY, permission=Permission.UNITS_VIEW, required=False)
    decision = decision_field()

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = cast("forms.ModelChoiceField[UnitType]", self.fields["type"])  # declared above
        kinds.queryset = organizations.types_of(tree)
        for name, labels in _HOSTS.items():
            if tree in labels:
                self.fields[name].label = labels[tree]
            else:
                del self.fields[name]

    def clean_host_area(self) -> Unit | None:
        return self.unit_in("host_area")

    def clean_host_agency(self) -> Unit | None:
        return self.unit_in("host_agency")

    def details(self) -> UnitDetails:
        """Return what was filled in."""
        said = self.cleaned_data
        return UnitDetails(
            name=said["name"],
            type=said["type"],
            level=said["level"] or said["type"].level,
            host_type=said.get("host_type", ""),
            host_area=said.get("host_area"),
            host_agency=said.get("host_agency"),
            decision=said["decision"],
        )


class FoundUnitForm(DetailsForm):
    """A new unit from a day on."""

    on = day_field("Thành lập từ ngày")
    code = WordsField(
        label="Mã",
        max_length=_LONGEST_CODE,
        required=False,
        help_text="Để trống nếu chưa được cấp; cơ quan, đơn vị thì phần mềm tự cấp.",
    )

    field_order = ["on", "name", "type", "code"]


class ChangeUnitForm(DetailsForm):
    """Another name, type or host from a day on."""

    on = day_field("Thay đổi từ ngày", help_text="Ngày quyết định có hiệu lực.")

    field_order = ["on"]


class CorrectUnitForm(DetailsForm):
    """What should have been written about a period."""

    reason = reason_field()


class MoveUnitForm(RegisterForm):
    """Another place in the tree from a day on."""

    on = day_field("Chuyển từ ngày", help_text="Ngày quyết định có hiệu lực.")
    decision = decision_field()

    field_order = ["on", "new_parent"]

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_parent"] = ParentField(
            label="Cấp trên mới", tree=tree, permission=Permission.UNITS_KEEP
        )
        self.order_fields(self.field_order)

    def clean_new_parent(self) -> Unit | None:
        return self.unit_in("new_parent")


class CloseUnitForm(RegisterForm):
    """The first day on which a unit is no more."""

    on = day_field(
        "Kết thúc từ ngày", help_text="Ngày đầu tiên đơn vị không còn; ngày trước đó vẫn tính."
    )
    decision = decision_field()


class ReopenUnitForm(RegisterForm):
    """Why a closing was none."""

    reason = reason_field("Vì sao mở lại?")


class TermForm(RegisterForm):
    """A term of a committee."""

    name = WordsField(label="Nhiệm kỳ", max_length=20, help_text="Ví dụ: 2025-2030")
    first = day_field("Từ ngày", help_text="Ngày đại hội bầu cấp ủy, hoặc ngày chỉ định.")
    last = day_field(
        "Đến hết ngày", required=False, help_text="Để trống nếu chưa biết ngày kết thúc."
    )

    def clean(self) -> dict[str, Any]:
        check_order(self, "first", "last")
        return self.cleaned_data


class CodeForm(RegisterForm):
    """A code from a day on."""

    on = day_field("Mã có từ ngày")
    code = WordsField(label="Mã", max_length=_LONGEST_CODE)


def initial_of(details: UnitDetails | None) -> dict[str, Any]:
    """Return what a form about these details begins with."""
    if details is None:
        return {}
    return {
        "name": details.name,
        "type": details.type.pk,
        "level": details.level if details.level != details.type.level else "",
        "host_type": details.host_type,
        "host_area": reference_to(details.host_area),
        "host_agency": reference_to(details.host_agency),
    }
