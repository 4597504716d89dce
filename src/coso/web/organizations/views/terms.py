"""The terms of a committee, declared by hand."""

from __future__ import annotations

from coso.core.periods import Period
from coso.core.writing import Basis
from coso.organizations import services as keeping
from coso.organizations.enums import Tree
from coso.organizations.models import Term, Unit
from coso.web.organizations import forms
from coso.web.organizations.views.writing import OfUnit


class AddTerm(OfUnit):
    """A further term of the committee."""

    form_class = forms.TermForm
    submit_label = "Khai nhiệm kỳ"
    intro = (
        "Lượt dự sinh hoạt và nghị quyết chuyên đề được đếm theo nhiệm kỳ của ngày xem. Khai từng "
        "nhiệm kỳ một, kể cả nhiệm kỳ trước nếu cần số liệu của những năm ấy."
    )

    def allows(self, record: Unit) -> bool:
        return bool(record.tree == Tree.PARTY)

    def get_title(self) -> str:
        return f"Khai nhiệm kỳ của {self.record}"

    def write(self, form: forms.TermForm, basis: Basis) -> Term:
        said = form.cleaned_data
        return keeping.add_term(
            unit=self.record,
            name=said["name"],
            during=Period.of_days(said["first"], said["last"]),
            actor=self.actor,
        )

    def state(self) -> str:
        return ""

    def message(self, written: Term) -> str:
        return f"Đã khai nhiệm kỳ {written} của {self.record}."
