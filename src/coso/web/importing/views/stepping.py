"""The steps of a whole import: decide about many rows, check again, write, throw away, undo."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from coso.core.dates import format_date
from coso.core.numbers import format_integer
from coso.importing import queries, services
from coso.importing.enums import DecisionKind, Remedy, Severity
from coso.importing.models import ImportProblem
from coso.web.importing import parts
from coso.web.importing.filters import DoubtFilter
from coso.web.importing.views.base import OfImport
from coso.web.shared.confirming import Consequence
from coso.web.shared.stepping import ConfirmedStep, StepView
from coso.web.templatetags.ui import Crumb

_OUTCOMES = {
    Remedy.REPLACE: "chỗ được thay bằng giá trị gợi ý.",
    Remedy.CLEAR: "ô được để trống.",
    Remedy.DROP: "dòng bị bỏ, không ghi vào sổ.",
}


class OfImportStep(OfImport):
    """A step that leads back to the import's own page."""

    def next_address(self) -> str:
        return self.own_address()

    def get_success_url(self) -> str:
        return self.own_address()

    def breadcrumb(self) -> list[Crumb]:
        return self.path_below(self.get_title())

    def get_title(self) -> str:
        raise NotImplementedError


class DecideAll(OfImportStep, ConfirmedStep):
    """One decision about all rows in view about which nobody decided."""

    @property
    def kind(self) -> DecisionKind:
        is_accepting = self.request.GET.get("viec") == "theo-goi-y"
        return DecisionKind.ACCEPT if is_accepting else DecisionKind.SKIP

    @cached_property
    def problems(self) -> QuerySet[ImportProblem]:
        """Return the undecided rows in view: those with a safe suggestion, or the errors."""
        shown = DoubtFilter(self.request.GET, queries.waiting(self.source)).qs
        if self.kind == DecisionKind.ACCEPT:
            return queries.safe_ones(shown)
        return queries.open_ones(shown).filter(severity=Severity.ERROR)

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        if self.kind == DecisionKind.ACCEPT:
            return f"Theo {format_integer(self.problems.count())} gợi ý"
        return "Bỏ qua các dòng lỗi"

    def get_title(self) -> str:
        if self.kind == DecisionKind.ACCEPT:
            return "Theo mọi gợi ý an toàn?"
        return "Bỏ qua mọi dòng lỗi?"

    def consequences(self) -> list[Consequence]:
        return [
            *self._outcomes(),
            Consequence("Trước khi ghi vào sổ vẫn bỏ được từng quyết định."),
        ]

    def _outcomes(self) -> list[Consequence]:
        if self.kind == DecisionKind.SKIP:
            number = self.problems.count()
            return [Consequence("lỗi; dòng có lỗi ấy không được ghi vào sổ.", number)]
        counted = queries.by_remedy(self.problems)
        return [
            Consequence(words, counted[remedy])
            for remedy, words in _OUTCOMES.items()
            if remedy in counted
        ]

    def refusals(self) -> list[str]:
        return [] if self.problems.exists() else ["Không còn dòng nào phải quyết định như vậy."]

    def carry_out(self, form: Any) -> str:
        number = services.decide(
            source=self.source, problems=self.problems, kind=self.kind, actor=self.actor
        )
        return f"Đã quyết định về {format_integer(number)} chỗ."


class Recheck(OfImportStep, StepView):
    """The check, again, with what was decided."""

    def carry_out(self) -> str:
        services.recheck(source=self.source, actor=self.actor)
        return ""


class Apply(OfImportStep, StepView):
    """What was checked goes into the registers."""

    def carry_out(self) -> str:
        services.apply_import(
            source=self.source,
            leave_out_doubtful="de-lai" in self.request.POST,
            actor=self.actor,
        )
        return ""


class Discard(OfImportStep, ConfirmedStep):
    """An import that is not to be written."""

    submit_label = "Bỏ lần nhập này"

    def get_title(self) -> str:
        return f"Bỏ lần nhập {self.source.pk}?"

    def consequences(self) -> list[Consequence]:
        decided = queries.tally(self.source).settled
        return [
            Consequence("tệp đã tải lên bị xóa khỏi máy chủ.", self.source.files.count()),
            Consequence("quyết định đã làm không còn.", decided),
            Consequence("Sổ không thay đổi. Muốn nhập lại thì tải tệp lên lần nữa."),
        ]

    def get_success_url(self) -> str:
        return self.address("list")

    def breadcrumb(self) -> list[Crumb]:
        return self.path_below(self.get_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"cancel_url": self.own_address(), **kwargs})

    def carry_out(self, form: Any) -> str:
        services.discard(source=self.source, actor=self.actor)
        return f"Đã bỏ lần nhập {self.source.pk}. Sổ không thay đổi."


class Undo(OfImportStep, ConfirmedStep):
    """A written import taken back."""

    submit_label = "Hoàn tác lần nhập này"

    def get_title(self) -> str:
        return f"Hoàn tác lần nhập {self.source.pk}?"

    def consequences(self) -> list[Consequence]:
        changed = queries.changed_records(self.source)
        written = parts.counts_of(self.source).to_write
        return [
            Consequence("dòng đã ghi của lần nhập này được hoàn tác, gồm các mục sau.", written),
            *(Consequence(f"{each.label} đã thêm sẽ bị bỏ.", each.created)
              for each in changed if each.created),
            *(Consequence(f"{each.label} đã sửa trở lại như trước khi nhập.", each.updated)
              for each in changed if each.updated),
            Consequence(
                "Hồ sơ đã được sửa sau khi nhập, hoặc hồ sơ khác đang dựa vào, được giữ nguyên và "
                "liệt kê để xem lại."
            ),
        ]  # fmt: skip

    def refusals(self) -> list[str]:
        if parts.undo_until(self.source, self.frame.today):
            return []
        until = services.undo_until(self.source)
        if until is None:
            return ["Lần nhập này chưa ghi gì vào sổ nên không có gì để hoàn tác."]
        return [f"Chỉ hoàn tác được đến {format_date(until)}: hãy sửa từng hồ sơ."]

    def carry_out(self, form: Any) -> str:
        services.request_undo(source=self.source, actor=self.actor, on=self.frame.today)
        return ""
