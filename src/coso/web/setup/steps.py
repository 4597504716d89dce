"""What an office that begins does first; each step tells from the registers whether it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from attrs import evolve, frozen
from django.urls import reverse
from django.utils import timezone

from coso.access import policy, scoping
from coso.access import queries as access
from coso.access.enums import Permission
from coso.accounts import queries as accounts
from coso.accounts.models import User
from coso.audit import queries as audit
from coso.core import health
from coso.importing import services as importing
from coso.importing.services import FilledList
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.models import Unit

_NAMED: Final = 3


@frozen(kw_only=True)
class Step:
    """One step: whether it is done, and what the reader may do about it, or who else may.

    :ivar url: where the reader does it; empty for whoever may not
    :ivar people: the names of some who may, for whoever may not
    """

    name: str
    title: str
    text: str
    is_done: bool
    url: str = ""
    label: str = ""
    people: tuple[str, ...] = ()
    command: str = ""


@frozen
class Setup:
    """The steps of an office as somebody sees them on a day."""

    root: Unit
    reader: User
    today: dt.date
    lists: list[FilledList]

    @classmethod
    def of(cls, root: Unit, reader: User, today: dt.date) -> Setup:
        """Look at what there is."""
        return cls(root, reader, today, importing.filled_lists())

    def steps(self) -> list[Step]:
        """Return the steps in the order in which they are taken."""
        return [
            self._terms(),
            self._accounts(),
            self._second_factor(),
            self._registers(),
            self._figures(),
            self._report(),
            self._backup(),
        ]

    def may(self, permission: Permission) -> bool:
        """Tell whether the reader may do something on the whole installation."""
        return scoping.covers_everything(self.reader, permission)

    def _terms(self) -> Step:
        term = organizations.term_on(self.root, self.today)
        return self._for_whoever_may(
            Permission.UNITS_KEEP,
            Step(
                name="terms",
                title="Tổ chức gốc và nhiệm kỳ",
                is_done=term is not None,
                text=f"Sổ của {self.root}, nhiệm kỳ {term}."
                if term
                else f"Sổ của {self.root} đã lập, chưa có nhiệm kỳ của hôm nay: lượt dự sinh "
                "hoạt và nghị quyết được đếm theo nhiệm kỳ.",
                url=reverse("organizations:add-term", args=[self.root.pk]),
                label="Khai nhiệm kỳ",
            ),
        )

    def _accounts(self) -> Step:
        importers = _names(access.holders_on_the_whole(Permission.IMPORTS_APPLY))
        roles = policy.roles_with(Permission.IMPORTS_APPLY)
        named = " hoặc ".join(f"“{role.label}”" for role in roles)
        return self._for_whoever_may(
            Permission.USERS_MANAGE,
            Step(
                name="accounts",
                title="Tài khoản và vai trò",
                is_done=bool(importers),
                text=f"Người nhập dữ liệu: {', '.join(importers)}."
                if importers
                else "Quản trị viên không xem và không ghi sổ. Lập tài khoản cho người giữ sổ, "
                f"vai trò {named} tại {self.root}; sau đó cho lãnh đạo và những người khác.",
                url=reverse("access:create"),
                label="Thêm tài khoản",
            ),
        )

    def _second_factor(self) -> Step:
        lacking = accounts.without_second_step(access.administrators_of_all())
        is_mine = lacking.filter(pk=self.reader.pk).exists()
        names = _names(lacking)
        return Step(
            name="second-factor",
            title="Xác thực hai bước của quản trị viên",
            is_done=not names,
            text=f"Ai biết mật khẩu quản trị thì giao được mọi vai trò. Chưa bật: "
            f"{', '.join(names)}; mỗi người tự bật trên tài khoản của mình."
            if names
            else "Mọi quản trị viên đều đã bật.",
            url=reverse("mfa_index") if is_mine else "",
            label="Bật xác thực hai bước",
            people=() if is_mine else names,
        )

    def _registers(self) -> Step:
        missing = [each.form.label for each in self.lists if each.is_needed and not each.records]
        return self._for_whoever_may(
            Permission.IMPORTS_APPLY,
            Step(
                name="registers",
                title="Các danh sách",
                is_done=not missing,
                text=f"Bắt đầu bằng: {'; '.join(missing)}. Dùng ngay tệp Excel đang có; chỉ cần "
                "mẫu khi lập danh sách mới."
                if missing
                else "Đã có các danh sách chính. Danh sách khác nhập khi cơ quan có theo dõi.",
                url=reverse("importing:list"),
                label="Nhập từ Excel",
            ),
        )

    def _figures(self) -> Step:
        return self._for_whoever_may(
            Permission.FIGURES_VIEW,
            Step(
                name="figures",
                title="Số liệu đầu tiên",
                is_done=members.roll_on(self.today).exists(),
                text="Có khi sổ đã có đảng viên của hôm nay. Mở một con số ở Tổng quan là thấy "
                "danh sách đã đếm; so với số đang báo cáo trước khi dùng.",
                url=reverse("home:dashboard"),
                label="Mở Tổng quan",
            ),
        )

    def _report(self) -> Step:
        taken = audit.readings().filter(action="paper.taken").first()
        return self._for_whoever_may(
            Permission.FIGURES_VIEW,
            Step(
                name="report",
                title="Báo cáo đầu tiên",
                is_done=taken is not None,
                text=f"Đã lấy về, gần nhất lúc {_time(taken.at)}."
                if taken
                else "Chọn một báo cáo hoặc biểu, đọc trên trang rồi tải tệp Word, Excel.",
                url=reverse("reporting:list"),
                label="Mở Báo cáo",
            ),
        )

    def _backup(self) -> Step:
        made = health.last(health.BACKUP)
        return self._for_whoever_may(
            Permission.SYSTEM_VIEW,
            Step(
                name="backup",
                title="Bản sao lưu đầu tiên",
                is_done=made is not None,
                text=f"Gần nhất lúc {_time(made)}. Sao lưu phải chạy hằng ngày."
                if made
                else "Chạy lệnh dưới đây trên máy chủ, rồi đặt lịch hằng ngày; cất riêng thư mục "
                "khóa secrets.",
                url=reverse("system:status"),
                label="Tình trạng hệ thống",
                command="" if made else "coso backup",
            ),
        )

    def _for_whoever_may(self, permission: Permission, step: Step) -> Step:
        """Return a step with its button, or with the names of those who have the right."""
        if self.may(permission):
            return step
        people = _names(access.holders_on_the_whole(permission))
        return evolve(step, url="", command="", people=people)


def _names(users: Iterable[User]) -> tuple[str, ...]:
    return tuple(user.full_name for user in list(users)[:_NAMED])


def _time(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}"
