"""The workbooks of the commune: a sheet for each organization, birth columns for men and women."""

from collections.abc import Iterable
from pathlib import Path

from tests.workbooks.world import Meeting, Member, Organization, Person, World
from tests.workbooks.writing import Column, Sheet, write, written

ISSUER = ("ĐẢNG BỘ TỈNH SƠN LÂM", "ĐẢNG ỦY XÃ BÌNH LÃNG", "BAN XÂY DỰNG ĐẢNG")
LEAVING = {"died": ("Từ trần", "Ngày từ trần"), "went": ("Chuyển đi", "Ngày chuyển đi")}
ENTERING = {"admitted": ("Kết nạp", "Ngày kết nạp"), "came": ("Chuyển đến", "Ngày tiếp nhận")}
FORMS = {"struck off": "Xóa tên", "expelled": "Khai trừ", "away": "Tạm thời", "guest": "Tạm thời"}


def write_all(world: World, folder: Path) -> list[Path]:
    """Write every workbook of the commune."""
    return [
        write(folder / "1. Thon.xlsx", _villages(world)),
        write(folder / "2. TCD.xlsx", _organizations(world)),
        write(folder / "3. Dang vien 31-3.xlsx", *_members(world)),
        write(folder / "4. Can bo.xlsx", _staff(world), _quotas(world)),
        write(folder / "5. Xep loai 2025.xlsx", _ratings(world)),
        write(folder / "6. Bien dong.xlsx", *_moves(world)),
        write(folder / "7. Sinh hoat.xlsx", _meetings(world)),
        write(folder / "8. Luot du.xlsx", _visits(world)),
        write(folder / "9. Van ban.xlsx", _papers(world), _themes(world)),
    ]


def _until(world: World) -> str:
    return f"(Tính đến ngày {written(world.as_of)})"


def _person(part: str = "") -> list[Column]:
    """Return the columns of a person, with the birth date in one of two columns."""

    def of(row: object) -> Person:
        for name in filter(None, part.split(".")):
            row = getattr(row, name)
        return row

    return [
        ("Số TT", lambda _row: None),
        ("Họ và tên", lambda row: of(row).name.upper()),
        ("Ngày, tháng, năm sinh › Nam", lambda row: None if of(row).is_female else of(row).born),
        ("Ngày, tháng, năm sinh › Nữ", lambda row: of(row).born if of(row).is_female else None),
    ]


def _villages(world: World) -> Sheet:
    return Sheet(
        "Thôn",
        (*ISSUER[1:], "DANH SÁCH THÔN", _until(world)),
        (
            ("STT", lambda _area: None),
            ("Tên thôn", lambda area: area.name),
            ("Mã thôn", lambda area: area.code),
            ("Loại", lambda area: area.kind),
            ("Xã", lambda _area: "Xã Bình Lãng"),
        ),
        world.areas,
    )


def _organizations(world: World) -> Sheet:
    return Sheet(
        "Sheet1",
        (*ISSUER, "HỆ THỐNG TỔ CHỨC ĐẢNG", _until(world)),
        (
            ("TT", lambda _each: None),
            ("Loại hình tổ chức đảng", lambda each: each.type),
            ("Tên tổ chức đảng", lambda each: each.name),
            (
                "Trực thuộc",
                lambda each: each.parent.name if each.parent else "Đảng bộ xã Bình Lãng",
            ),
            ("Loại hình cơ sở", lambda each: each.host),
            ("Ngày thành lập", lambda each: each.founded),
            ("Thôn", lambda each: each.area.name if each.area else None),
        ),
        world.organizations,
    )


def _members(world: World) -> list[Sheet]:
    roster = [m for m in world.members if m.stays and m.stays[0].starts == world.as_of]
    return [
        Sheet(
            f"Biểu {number}",
            (*ISSUER[1:], top.name.upper(), "DANH SÁCH ĐẢNG VIÊN", _until(world)),
            _member_columns(world, top),
            [member for member in roster if member.stays[0].home.top is top],
        )
        for number, top in enumerate(_direct(world), start=1)
    ]


def _member_columns(world: World, top: Organization) -> list[Column]:
    def official(member: Member) -> object:
        day = member.official
        return day if day and day <= world.as_of else None

    def note(member: Member) -> object:
        day = member.exempt_from
        return f"Miễn công tác và sinh hoạt Đảng từ {written(day)}" if day else None

    branch: list[Column] = [("Chi bộ", lambda member: member.stays[0].home.name)]
    return [
        *_person("person"),
        ("Dân tộc", lambda member: member.person.ethnicity),
        ("Đảng tịch › Vào Đảng", lambda member: member.admitted),
        ("Đảng tịch › Chính thức", official),
        ("Trình độ › LLCT", lambda member: member.theory or None),
        ("Trình độ › Chuyên môn", lambda member: member.degree),
        *([] if top.is_branch else branch),
        ("Số thẻ đảng viên", lambda member: member.card or None),
        ("Ghi chú", note),
    ]


def _staff(world: World) -> Sheet:
    return Sheet(
        "DS",
        (*ISSUER[1:], "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC", _until(world)),
        (
            *_person("person"),
            ("Dân tộc", lambda employee: employee.person.ethnicity),
            ("Chức vụ", lambda employee: employee.title),
            ("Đơn vị công tác", lambda employee: employee.agency.name),
            ("Đối tượng", lambda employee: employee.category),
            ("Trình độ › Chuyên môn", lambda employee: employee.degree),
            ("Ngày vào Đảng", lambda employee: employee.joined_party),
        ),
        world.staff,
    )


def _quotas(world: World) -> Sheet:
    return Sheet(
        "BC",
        (*ISSUER[1:], "BIÊN CHẾ", _until(world)),
        (
            ("Đơn vị công tác", lambda agency: agency.name),
            ("Biên chế giao 2026", lambda agency: agency.quota),
        ),
        world.agencies,
    )


def _ratings(world: World) -> Sheet:
    return Sheet(
        "2025",
        (*ISSUER[1:], f"KẾT QUẢ XẾP LOẠI NĂM {world.rated_year}"),
        (
            *_person("employee.person"),
            ("Đơn vị công tác", lambda rating: rating.employee.agency.name),
            ("Chức vụ", lambda rating: rating.employee.title),
            ("Kết quả xếp loại", lambda rating: rating.result),
        ),
        world.ratings,
    )


def _moves(world: World) -> list[Sheet]:
    place: dict[str, list[Column]] = {
        "came": [("Nơi chuyển đến từ", lambda move: move.place)],
        "went": [("Nơi chuyển đến", lambda move: move.place)],
    }
    form: Column = ("Hình thức", lambda move: FORMS.get(move.kind, "Chính thức"))
    until: Column = ("Tạm thời đến ngày", lambda move: move.until)
    plain = [
        _move_sheet(world, (kind,), name, day, place.get(kind, []))
        for kind, (name, day) in {**ENTERING, **LEAVING}.items()
    ]
    moved: list[Column] = [("Chi bộ tiếp nhận", _receiver)]
    return [
        *plain,
        _move_sheet(world, ("official",), "CT", "Tính chính thức từ ngày", []),
        _move_sheet(world, ("moved",), "Nội bộ", "Ngày chuyển", moved),
        _move_sheet(world, ("struck off", "expelled"), "XT, KT", "Ngày có hiệu lực", [form]),
        _move_sheet(world, ("away",), "TT đi", "Ngày chuyển", [form, *place["went"], until]),
        _move_sheet(world, ("guest",), "TT đến", "Ngày tiếp nhận", [form, *place["came"], until]),
    ]


def _move_sheet(
    world: World, kinds: Iterable[str], name: str, day: str, details: list[Column]
) -> Sheet:
    return Sheet(
        name,
        (*ISSUER[1:], "BIẾN ĐỘNG ĐẢNG VIÊN", name.upper()),
        (
            *_person("member.person"),
            ("Chi bộ", lambda move: move.home.name),
            ("Đảng bộ, chi bộ cơ sở", lambda move: move.home.top.name),
            (day, lambda move: move.day),
            *details,
        ),
        [move for move in world.moves if move.kind in kinds],
    )


def _receiver(move: object) -> str:
    return f"{move.to.name}, {move.to.parent.name}"


def _meetings(world: World) -> Sheet:
    def session(meeting: Meeting) -> str:
        if meeting.is_thematic:
            return f"Quý {(meeting.first.month + 2) // 3}/{meeting.first.year}"
        return f"{meeting.first.month:02d}/{meeting.first.year}"

    return Sheet(
        "Tổng hợp",
        (*ISSUER[1:], "SINH HOẠT CHI BỘ"),
        (
            ("Đảng bộ, chi bộ trực thuộc", lambda m: m.branch.top.name),
            ("Tên chi bộ", lambda m: m.branch.name),
            ("Kỳ họp", session),
            ("Loại cuộc họp", lambda m: "Chuyên đề" if m.is_thematic else "Thường kỳ"),
            ("Ngày họp", lambda m: m.held),
            ("Số đảng viên › Phải dự", lambda m: m.required if m.held else None),
            ("Số đảng viên › Có mặt", lambda m: m.present if m.held else None),
            ("Số đảng viên › Vắng có lý do", lambda m: m.excused if m.held else None),
            ("Số đảng viên › Vắng không lý do", lambda m: m.unexcused if m.held else None),
            ("Cấp trên chấm", lambda m: m.upper_score),
            ("Mã chuyên đề", lambda m: m.theme or None),
            ("Ngày báo cáo", lambda m: m.reported),
        ),
        world.meetings,
    )


def _visits(world: World) -> Sheet:
    return Sheet(
        "Lượt dự",
        (*ISSUER[1:], "CÁC LƯỢT DỰ SINH HOẠT"),
        (
            ("Tổ số", lambda visit: visit.team),
            ("Ngày dự sinh hoạt", lambda visit: visit.day),
            ("Đảng bộ, chi bộ cơ sở", lambda visit: visit.organization.top.name),
            ("Chi bộ", lambda visit: visit.organization.name),
        ),
        world.visits,
    )


def _papers(world: World) -> Sheet:
    return Sheet(
        "VB",
        (ISSUER[1], "DANH MỤC VĂN BẢN"),
        (
            ("Số, ký hiệu", lambda paper: paper.number),
            ("Ngày ban hành", lambda paper: paper.day),
            ("Loại nghị quyết", lambda paper: "Chuyên đề" if paper.is_thematic else None),
            ("Cơ quan ban hành", lambda paper: paper.issuer),
            ("Trích yếu", lambda paper: paper.summary),
        ),
        world.papers,
    )


def _themes(world: World) -> Sheet:
    return Sheet(
        "CĐ",
        (ISSUER[1], "DANH MỤC CHUYÊN ĐỀ", _until(world)),
        (
            ("Mã chuyên đề", lambda pair: pair[0]),
            ("Nội dung chuyên đề", lambda pair: pair[1]),
        ),
        list(world.themes.items()),
    )


def _direct(world: World) -> list[Organization]:
    return [each for each in world.organizations if each.parent is None]
