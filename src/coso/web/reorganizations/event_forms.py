"""Forms of the events of a plan: one for each shape that an event may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from django import forms

from coso.core import text
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree, UnitEvent
from coso.reorganizations import queries, services
from coso.reorganizations.enums import Side
from coso.reorganizations.services import Node, StepDetails, UnitDetails
from coso.reorganizations.validators import SHAPES
from coso.web.reorganizations.fields import PlannedUnitField
from coso.web.reorganizations.planned import PlanTree, key_of
from coso.web.reorganizations.step_forms import LONGEST_CODE, LONGEST_NAME, StepForm
from coso.web.shared.fields import DocumentInput, WordsField

_LINES_HELP: Final = (
    "Mỗi dòng một đơn vị; có mã thì ghi sau dấu chấm phẩy: Chi bộ Thôn Nà Pái; 19.902.014."
)
_GOAL_HELP: Final = "Để trống nếu không còn đơn vị nào bên dưới."
_MEMBERS_HELP: Final = (
    "Để trống nếu không còn ai, hoặc đảng viên đi nhiều nơi: ghi bước này xong thì chọn nơi đến "
    "từng người ở “Đảng viên chuyển”."
)
UNITING: Final = (UnitEvent.MERGE_INTO, UnitEvent.CONSOLIDATE)
OTHER, NEW = "khac", "moi"
_PLACE, _PARTY = "…", "Đảng bộ "


def likely_parent(tree: PlanTree, chosen: list[Node]) -> str:
    """Return what a unit that others become probably stands under.

    What the last one was placed under, else the nearest unit above all of them that may have such
    units below it on the day.
    """
    united = tree.plan.units.filter(tree=tree.tree, parts__side=Side.TARGET, is_new=True)
    placed = united.filter(parts__step__event__in=UNITING).exclude(parent=None)
    last = placed.select_related("parent").order_by("position").last()
    if last is not None and last.parent is not None:
        likely = tree.node(key_of(last.parent))
    else:
        likely = _nearest_above(tree, chosen)
    return "" if likely is None else tree.reference(likely)


def _nearest_above(tree: PlanTree, chosen: list[Node]) -> Node | None:
    kinds = {node.kind for node in chosen}
    rules = organizations.nesting_rules_on(tree.plan.effective_on).filter(child_type__in=kinds)
    allowed = set(rules.values_list("parent_type", flat=True))
    paths = [tree.path(node.parent) for node in chosen]
    above = [node for node in paths[0] if all(node in path for path in paths)] if paths else []
    return next((node for node in reversed(above) if node.kind in allowed), None)


class RenameForm(StepForm):
    """A new name for each of the units chosen, and a code where there is one unit."""

    def add_fields(self) -> None:
        for node in self.chosen:
            self.fields[f"name_{node.key}"] = WordsField(
                label=f"Tên mới của {node.name}", max_length=LONGEST_NAME
            )
        self.begin_at(f"name_{self.chosen[0].key}")
        if len(self.chosen) == 1:
            self.add_code()

    def steps(self) -> list[StepDetails]:
        said = self.cleaned_data
        for node, unit in zip(self.chosen, self.sources(), strict=True):
            unit.name, unit.code = said[f"name_{node.key}"], said.get("code", "")
        return [self.step([unit], [unit]) for unit in self.sources()]


class RetypeForm(StepForm):
    """Another kind for all of the units chosen, and a name that fits it where there is one unit."""

    def add_fields(self) -> None:
        self.add_kind(is_required=True)
        if len(self.chosen) == 1:
            self.fields["name"] = WordsField(
                label="Tên mới",
                max_length=LONGEST_NAME,
                required=False,
                help_text=f"Để trống nếu vẫn là {self.chosen[0].name}.",
            )

    def steps(self) -> list[StepDetails]:
        for unit in self.sources():
            unit.type = self.cleaned_data["kind"]
            unit.name = self.cleaned_data.get("name", "")
        return [self.step([unit], [unit]) for unit in self.sources()]


class TransferForm(StepForm):
    """Another place in the tree for all of the units chosen."""

    def add_fields(self) -> None:
        self.add_parent("Cấp trên mới")
        self.begin_at("parent")
        if len(self.chosen) == 1:
            self.add_code()
            if self.is_of_party:
                self.add_expected()

    def steps(self) -> list[StepDetails]:
        for unit in self.sources():
            unit.parent = self.found["parent"]
            unit.code = self.cleaned_data.get("code", "")
        return [self.step([unit], [unit]) for unit in self.sources()]


class UniteForm(StepForm):
    """Several units become one of them, another one, or a new one."""

    goal = forms.ChoiceField(label="Thành", widget=forms.RadioSelect)

    def add_fields(self) -> None:
        several = self.chosen if len(self.chosen) > 1 else []
        goals = [(node.key, f"{node.name}, các đơn vị khác nhập vào") for node in several]
        others = [(OTHER, "Đơn vị khác đang có, ghi ở dưới"), (NEW, "Đơn vị mới, ghi ở dưới")]
        cast("forms.ChoiceField", self.fields["goal"]).choices = [*goals, *others]
        self.fields["goal_unit"] = PlannedUnitField(
            tree=self.tree, label="Đơn vị khác đang có", required=False
        )
        self.fields["name"] = WordsField(
            label="Tên đơn vị mới", max_length=LONGEST_NAME, required=False
        )
        self.add_kind()
        self.add_parent("Cấp trên của đơn vị mới", "Đơn vị khác, cấp trên")
        self.fields["parent"].required = False
        self.add_code()
        self.add_people()
        if self.event == UnitEvent.CONSOLIDATE:
            self.begin_at("name")
        elif not several:
            self.begin_at("goal_unit")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        missing = {OTHER: "goal_unit", NEW: "name"}.get(said.get("goal", ""))
        if missing and not said.get(missing) and missing not in self.errors:
            self.add_error(missing, "Hãy ghi mục này, hoặc chọn đích khác.")
        return said

    def steps(self) -> list[StepDetails]:
        target = self.target()
        return [self.step(self._giving(self.event, self.sources(), target), [target])]

    def target(self) -> UnitDetails:
        """Return what the units become."""
        said = self.cleaned_data
        if said["goal"] == NEW:
            return self.new(said["name"], self.found["parent"], said["code"])
        if said["goal"] == OTHER:
            return cast("UnitDetails", self.found["goal_unit"])  # asked for by `clean`
        return self.tree.details(said["goal"])

    @staticmethod
    def _giving(
        event: UnitEvent, sources: list[UnitDetails], target: UnitDetails
    ) -> list[UnitDetails]:
        """Return the sources: of a merger without the unit that the others go into."""
        if event == UnitEvent.MERGE_INTO:
            return [unit for unit in sources if unit is not target]
        return sources


class UniteAreasForm(UniteForm):
    """The same of areas: the Party committees there become one too, if wished."""

    def add_fields(self) -> None:
        super().add_fields()
        self.party = PlanTree(self.tree.plan, Tree.PARTY)
        areas = [node.unit for node in self.chosen if node.unit is not None]
        found = queries.committees_in(areas, self.tree.plan.effective_on)
        self.hosted = [
            node
            for node in self.party.nodes(str(unit.pk) for unit in found)
            if not self.party.is_ending(node)
        ]
        if len(self.hosted) > 1 and not self.leaves:  # a new step
            self._add_committees()

    def _add_committees(self) -> None:
        names = ", ".join(node.name for node in self.hosted)
        self.add_keeps()
        self.fields["with_party"] = forms.BooleanField(
            label=f"Hợp nhất luôn tổ chức đảng ở đó: {names}", required=False, initial=True
        )
        self.fields["party_parent"] = PlannedUnitField(
            tree=self.party,
            label="Cấp trên của đảng bộ mới",
            required=False,
            initial=likely_parent(self.party, self.hosted),
        )
        self.fields["party_code"] = WordsField(
            label="Mã của đảng bộ mới", max_length=LONGEST_CODE, required=False
        )
        self.fields["party_decision"] = WordsField(
            label="Số quyết định về đảng bộ mới",
            max_length=60,
            required=False,
            widget=DocumentInput(),
        )

    def tree_of(self, name: str) -> PlanTree:
        return self.party if name == "party_parent" else self.tree

    def steps(self) -> list[StepDetails]:
        [areas] = super().steps()
        if not self.cleaned_data.get("with_party"):
            return [areas]
        return [areas, self._party_step(areas.targets[0])]

    def _party_step(self, area: UnitDetails) -> StepDetails:
        name = area.name or str(area.planned or area.unit)
        target = services.new_unit(
            name=f"Đảng bộ {name[:1].lower()}{name[1:]}",
            code=self.cleaned_data["party_code"],
            parent=self.found["party_parent"],
            tree=Tree.PARTY,
            day=self.tree.plan.effective_on,
        )
        return StepDetails(
            event=UnitEvent.CONSOLIDATE,
            sources=tuple(self.party.describe(node.key for node in self.hosted)),
            targets=(target,),
            decision=self.cleaned_data["party_decision"],
            keeps_positions=self.cleaned_data["keeps_positions"],
        )


class LinesForm(StepForm):
    """New units under one parent, one a line."""

    def add_fields(self) -> None:
        self.fields["lines"] = forms.CharField(
            label="Đơn vị mới",
            help_text=_LINES_HELP,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.add_kind()
        self.add_parent()
        self.begin_at("lines")

    def clean_lines(self) -> list[tuple[str, str]]:
        """Return name and code of each line."""
        written = self.cleaned_data["lines"].splitlines()
        pairs = [tuple(map(text.normalize, line.partition(";")[::2])) for line in written]
        lines = [(name, code) for name, code in pairs if name]
        if any(len(name) > LONGEST_NAME or len(code) > LONGEST_CODE for name, code in lines):
            raise forms.ValidationError(
                f"Tên không quá {LONGEST_NAME} chữ, mã không quá {LONGEST_CODE} chữ. "
                "Hãy ghi ngắn lại."
            )
        return lines

    def targets(self) -> list[UnitDetails]:
        """Return the units of the lines."""
        parent = self.found["parent"]
        return [
            self._known(name, code) or self.new(name, parent, code)
            for name, code in self.cleaned_data["lines"]
        ]

    def _known(self, name: str, code: str) -> UnitDetails | None:
        """Return the unit of the registers that has both name and code: it goes on."""
        match = text.match_key(name)
        found = (
            node.key
            for node in self.tree.after.nodes.values()
            if code and node.code == code and text.match_key(node.name) == match and node.unit
        )
        key = next(found, None)
        return None if key is None else self.tree.details(key)


class EstablishForm(LinesForm):
    """New units that come of nothing else; under several parents the same for each of them."""

    def add_fields(self) -> None:
        super().add_fields()
        if len(self.chosen) > 1:
            del self.fields["parent"], self.fields["is_outside"]
            self.fields["lines"].help_text = (
                f"Mỗi dòng một đơn vị, lập dưới từng cấp trên đã chọn ({len(self.chosen)}). "
                "Dấu … (hoặc ba dấu chấm) được thay bằng tên nơi đó: “Chi bộ Cơ quan Đảng …” thành "
                "“Chi bộ Cơ quan Đảng xã Tân Kỳ”."
            )

    def steps(self) -> list[StepDetails]:
        if len(self.chosen) < 2:  # noqa: PLR2004
            return [self.step([], self.targets())]
        return [self.step([], self._under(node)) for node in self.chosen]

    def _under(self, node: Node) -> list[UnitDetails]:
        place = node.name.removeprefix(_PARTY)
        parent = self.tree.details(node.key)
        return [
            self.new(name.replace("...", _PLACE).replace(_PLACE, place), parent, code)
            for name, code in self.cleaned_data["lines"]
        ]


class SplitForm(LinesForm):
    """One unit becomes several; it may go on as one of them."""

    def add_fields(self) -> None:
        super().add_fields()
        self.fields["goes_on"] = forms.BooleanField(
            label=f"{self.chosen[0].name} vẫn hoạt động, chỉ tách một phần", required=False
        )
        self.add_people()

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        number = len(said.get("lines", ())) + bool(said.get("goes_on"))
        if "lines" in said and number < SHAPES[UnitEvent.SPLIT].targets[0]:
            self.add_error("lines", "Chia tách cần ít nhất hai đơn vị. Hãy ghi thêm một dòng.")
        return said

    def steps(self) -> list[StepDetails]:
        kept = self.sources() if self.cleaned_data["goes_on"] else []
        return [self.step(self.sources(), [*kept, *self.targets()])]


class EndForm(StepForm):
    """Units that end; what they have goes to one unit, or member by member."""

    def add_fields(self) -> None:
        for number in range(1, max(len(self.leaves), 1) + 1):
            self.fields[goal_name(number)] = PlannedUnitField(
                tree=self.tree,
                label="Chuyển về",
                required=False,
                help_text=_MEMBERS_HELP if self.is_of_party else _GOAL_HELP,
            )
        self.add_people()
        self.begin_at(goal_name(1))

    def steps(self) -> list[StepDetails]:
        targets = [unit for unit in self.found.values() if unit is not None]
        return [self.step(self.sources(), targets)]


def goal_name(number: int) -> str:
    """Return the name of the field of one of the units that what ends goes to."""
    return f"goal_{number}"


_FORMS: Final[Mapping[UnitEvent, type[StepForm]]] = {
    UnitEvent.ESTABLISH: EstablishForm,
    UnitEvent.RENAME: RenameForm,
    UnitEvent.CHANGE_TYPE: RetypeForm,
    UnitEvent.TRANSFER_UNIT: TransferForm,
    UnitEvent.MERGE_INTO: UniteForm,
    UnitEvent.CONSOLIDATE: UniteForm,
    UnitEvent.SPLIT: SplitForm,
    UnitEvent.DISSOLVE: EndForm,
    UnitEvent.DISBAND: EndForm,
    UnitEvent.END_OPERATION: EndForm,
}


def form_for(event: UnitEvent, tree: Tree) -> type[StepForm]:
    """Return the form of an event in a tree; areas bring their Party committees along."""
    found = _FORMS[event]
    return UniteAreasForm if (found, tree) == (UniteForm, Tree.AREA) else found
