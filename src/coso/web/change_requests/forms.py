"""Forms in which a unit asks, and the level above answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, cast

from attrs import frozen
from django import forms
from django.forms import BoundField

from coso.access.enums import Permission
from coso.core import text
from coso.core.dates import format_date
from coso.core.types import Actor
from coso.members import queries as members
from coso.members.enums import Position
from coso.members.models import PositionHolding
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitType
from coso.people.models import Person
from coso.reorganizations import queries
from coso.reorganizations.enums import Verdict
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import Answer, Appointment, RequestDetails, Ruling
from coso.web.change_requests.parts import FieldLine
from coso.web.shared.fields import DayField, UnitField, UnitInput, WordsField
from coso.web.shared.forms import RegisterForm, day_field, decision_field, position_field

_LONGEST_NAME: Final = 200
_LONGEST_PERSON: Final = 160
_LONGEST_REASON: Final = 500
_LONGEST_BASIS: Final = 120
_LONGEST_COMMENT: Final = 300
# More names than one looks through are not offered; they can be written.
_OFFERED: Final = 300
# A unit asks for a kind that may stand where it is, or one level higher.
_LEVELS_ABOVE: Final = 2
_ABOUT_PEOPLE: Final = ("position", "person", "replaced")
_TWO_ROWS: Final = {"rows": 2}
_CHOICES: Final = [
    (Verdict.ACCEPTED.value, Verdict.ACCEPTED.label),
    (Verdict.REJECTED.value, Verdict.REJECTED.label),
    (Verdict.OPEN.value, "Để sau"),
]


class NeighbourField(UnitField):
    """A unit that the writer sees, or one beside the own unit or beside those above it.

    Those are found only by a whole name or a code; nothing but that is told of them.
    """

    around: frozenset[int] = frozenset()

    def look_in(self, tree: Tree, around: frozenset[int]) -> None:
        """Say in which tree a unit is looked for, and beside which ones."""
        self.tree, self.around = tree, around
        cast("UnitInput", self.widget).tree = tree

    def offers(self, unit: Unit, actor: Actor) -> bool:
        return super().offers(unit, actor) or bool(self.around & {unit.pk, unit.parent_id})


class PersonInput(forms.TextInput):
    """A text field that offers the names of a roll."""

    template_name = "change_requests/_person_input.html"
    offered: tuple[str, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-choices"
        return {**context, "choices": f"{name}-choices", "offered": self.offered}


class HoldingField(forms.ModelChoiceField[PositionHolding]):
    """Who holds which position."""

    def label_from_instance(self, obj: PositionHolding) -> str:
        return f"{obj.get_position_display()}: {obj.person}"


class PlanField(forms.ModelChoiceField[Reorganization]):
    """A plan with its day."""

    def label_from_instance(self, obj: Reorganization) -> str:
        return f"{obj.name}, hiệu lực {format_date(obj.effective_on)}"


def _neighbour(label: str) -> NeighbourField:
    return NeighbourField(
        label=label,
        tree=Tree.PARTY,
        permission=Permission.UNITS_VIEW,
        required=False,
        help_text="Ghi mã, hoặc tên đầy đủ như trong sổ.",
    )


class ProposeForm(RegisterForm):
    """What a unit asks for; what is left empty stays as it is."""

    effective_on = day_field("Đề nghị có hiệu lực từ ngày")
    name = WordsField(label="Tên mới", max_length=_LONGEST_NAME, required=False)
    type: forms.ModelChoiceField[UnitType] = forms.ModelChoiceField(
        label="Loại mới",
        queryset=organizations.types_of(Tree.PARTY),
        required=False,
        empty_label="Giữ nguyên",
    )
    parent = _neighbour("Chuyển về trực thuộc")
    merge_into = _neighbour("Sáp nhập vào")
    is_dissolved = forms.BooleanField(label="Giải thể", required=False)
    position = position_field("Chức vụ đảng", "Không đề nghị", required=False)
    person = WordsField(
        label="Người giữ chức vụ",
        max_length=_LONGEST_PERSON,
        required=False,
        help_text="Họ và tên như trong sổ đảng viên; trùng tên thì ghi kèm ngày sinh.",
        widget=PersonInput(attrs={"autocomplete": "off"}),
    )
    replaced = HoldingField(
        label="Thay cho",
        queryset=members.positions().none(),
        required=False,
        empty_label="Không thay ai",
        help_text="Người thôi giữ cùng chức vụ. Với bí thư thì không cần chọn: người đang giữ thôi "
        "giữ từ ngày ấy.",
    )
    reason = WordsField(
        label="Lý do",
        max_length=_LONGEST_REASON,
        help_text="Vì sao cần thay đổi. Không ghi nhận xét về người.",
        widget=forms.Textarea(attrs=_TWO_ROWS),
    )
    basis = WordsField(
        label="Căn cứ",
        max_length=_LONGEST_BASIS,
        required=False,
        help_text="Số, ngày văn bản. Ví dụ: 05-NQ/CB ngày 10/06/2026",
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tree, above = Tree(unit.tree), organizations.ancestors_on(unit, self.today)
        kinds = cast("forms.ModelChoiceField[UnitType]", self.fields["type"])
        kinds.queryset = queries.kinds_below(above[-_LEVELS_ABOVE:], tree, self.today)
        for name in ("parent", "merge_into"):
            around = frozenset(each.pk for each in above)
            cast("NeighbourField", self.fields[name]).look_in(tree, around)
        self._say_what_is_now(unit, above)
        if tree == Tree.PARTY:
            self._offer_people(unit)
        else:
            for name in _ABOUT_PEOPLE:
                del self.fields[name]

    def _offer_people(self, unit: Unit) -> None:
        within = organizations.subtree_ids_on(unit, self.today)
        self.roll = members.roll_on(self.today, unit_ids=within)
        names = tuple(_described(stay.membership.person) for stay in self.roll[:_OFFERED])
        cast("PersonInput", self.fields["person"].widget).offered = names
        held = cast("HoldingField", self.fields["replaced"])
        held.queryset = members.leaders_on([unit.pk], self.today)

    def _say_what_is_now(self, unit: Unit, above: Sequence[Unit]) -> None:
        details = organizations.details_on(unit, self.today)
        if details is not None:
            self.fields["name"].help_text = f"Sổ đang ghi: {details.name}"
            self.fields["type"].help_text = f"Sổ đang ghi: {details.type}"
        if above:
            parent = self.fields["parent"]
            parent.help_text = f"Sổ đang ghi: {above[-1]}. {parent.help_text}"

    def clean_parent(self) -> Unit | None:
        return self.unit_in("parent")

    def clean_merge_into(self) -> Unit | None:
        return self.unit_in("merge_into")

    def clean_person(self) -> Person | None:
        written = self.cleaned_data["person"]
        return self._person(written) if written else None

    def _person(self, written: str) -> Person:
        names = {text.match_key(part) for part in (written, written.rpartition(",")[0]) if part}
        found = [
            stay.membership.person
            for stay in self.roll.filter(membership__person__match_name__in=names)
        ]
        exact = [each for each in found if _described(each) == written] or found
        if len(exact) == 1:
            return exact[0]
        if not exact:
            message = (
                f"Hôm nay không có “{written}” sinh hoạt trong tổ chức này. Hãy ghi đúng họ tên."
            )
            raise forms.ValidationError(message, code="person_unknown")
        shown = "; ".join(_described(each) for each in exact)
        message = f"Có {len(exact)} người như vậy: {shown}. Hãy ghi kèm ngày sinh như ở đây."
        raise forms.ValidationError(message, code="person_ambiguous")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("position") and not said.get("person") and "person" not in self.errors:
            self.add_error("person", "Hãy ghi ai giữ chức vụ này, hoặc bỏ chọn chức vụ.")
        if said.get("person") and not said.get("position"):
            self.add_error("position", "Hãy chọn chức vụ mà đồng chí này giữ.")
        replaced = said.get("replaced")
        if replaced is not None and replaced.position != said.get("position"):
            self.add_error("replaced", "Đồng chí này giữ chức vụ khác. Hãy chọn lại.")
        return said

    def details(self) -> RequestDetails:
        """Return what was filled in."""
        said = dict(self.cleaned_data)
        position, person, replaced = (said.pop(name, None) for name in _ABOUT_PEOPLE)
        given_up_by = None if replaced is None else replaced.person
        appointment = Appointment(Position(position), person, given_up_by) if position else None
        return RequestDetails(appointment=appointment, **said)


def _described(person: Person) -> str:
    born = str(person.born or "")
    return ", ".join(filter(None, (person.full_name, born)))


@frozen
class Row:
    """One field of a request on the page that answers it."""

    line: FieldLine
    verdict: BoundField
    comment: BoundField
    seen: BoundField | None


class AnswerForm(RegisterForm):
    """What is said to each open field of a request, and the paper that it rests on."""

    decision = decision_field()
    decided_on = DayField(label="Ngày quyết định", required=False)
    plan = PlanField(
        label="Đưa vào phương án",
        queryset=queries.plans().none(),
        required=False,
        empty_label="Lập phương án mới",
        help_text="Thay đổi về tổ chức thành bước của phương án; sổ chỉ đổi khi phương án được "
        "thực hiện, vào ngày hiệu lực của phương án.",
    )

    def __init__(self, *args: Any, lines: Iterable[FieldLine], plans: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields |= _fields_of(line)
        if plans:
            offered = cast("PlanField", self.fields["plan"])
            offered.queryset = queries.drafts_for(self.actor)
        else:
            del self.fields["plan"]

    def rows(self) -> Iterator[Row]:
        """Yield the open fields with what is to be filled in."""
        for line in self.lines:
            seen = self[_seen(line)] if line.is_changed else None
            yield Row(line, self[verdict_name(line)], self[_comment(line)], seen)

    def papers(self) -> list[BoundField]:
        """Return what is filled in once for all of them."""
        return [self[name] for name in ("decision", "decided_on", "plan") if name in self.fields]

    def ruling(self) -> Ruling:
        """Return what was filled in."""
        said = self.cleaned_data
        return Ruling(
            answers={
                line.pk: Answer(
                    Verdict(said[verdict_name(line)]),
                    said[_comment(line)],
                    has_seen_change=said.get(_seen(line), False),
                )
                for line in self.lines
            },
            decision=said["decision"],
            decided_on=said["decided_on"],
            plan=said.get("plan"),
        )


def verdict_name(line: FieldLine) -> str:
    """Return the name of the field of a form that says whether something is accepted."""
    return f"verdict-{line.pk}"


def _comment(line: FieldLine) -> str:
    return f"comment-{line.pk}"


def _seen(line: FieldLine) -> str:
    return f"seen-{line.pk}"


def _fields_of(line: FieldLine) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {
        verdict_name(line): forms.ChoiceField(
            label=f"Trả lời mục “{line.label}”",
            choices=_CHOICES,
            initial=Verdict.OPEN.value,
            widget=forms.RadioSelect,
        ),
        _comment(line): WordsField(
            label=f"Ý kiến về mục “{line.label}”",
            max_length=_LONGEST_COMMENT,
            required=False,
            help_text="Không chấp nhận thì ghi vì sao. Không ghi nhận xét về người.",
            widget=forms.Textarea(attrs=_TWO_ROWS),
        ),
    }
    if line.is_changed:
        label = f"Tôi đã xem: sổ nay ghi {line.now}"
        found[_seen(line)] = forms.BooleanField(label=label, required=False)
    return found
