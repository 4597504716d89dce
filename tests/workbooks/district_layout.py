"""The workbooks of the district: one sheet for all organizations, one birth column, text dates."""

from pathlib import Path

from tests.workbooks.world import Member, Move, World
from tests.workbooks.writing import Column, Sheet, write, written

BORN: tuple[Column, ...] = (
    ("Họ tên", lambda person: person.name),
    ("Giới tính", lambda person: "Nữ" if person.is_female else "Nam"),
    ("Ngày sinh", lambda person: written(person.born)),
)
ISSUER = ("HUYỆN ỦY PHÚ LÂM", "BAN TỔ CHỨC")
MOVES = {
    "admitted": ("Kết nạp mới", "Ngày kết nạp"),
    "official": ("Công nhận chính thức", "Chính thức từ ngày"),
    "came": ("Tiếp nhận", "Ngày chuyển đến"),
    "went": ("Chuyển đi nơi khác", "Ngày chuyển đi"),
    "moved": ("Nội bộ", "Ngày chuyển"),
    "died": ("Đảng viên từ trần", "Ngày mất"),
    "struck off": ("Đưa ra khỏi Đảng", "Ngày có hiệu lực"),
}
FORMS = {
    "came": "Chính thức",
    "guest": "Tạm thời",
    "went": "Chính thức",
    "away": "Tạm thời",
    "struck off": "Xóa tên",
    "expelled": "Khai trừ",
}
QUARTERS = ("I", "II", "III", "IV")
SAME_SHEET = {"guest": "came", "away": "went", "expelled": "struck off"}


def write_all(world: World, folder: Path) -> list[Path]:
    """Write every workbook of the district."""
    return [
        write(folder / "Danh mục chi đảng bộ.xlsx", _organizations(world)),
        write(folder / "Địa bàn.xlsx", _areas(world)),
        write(folder / "Đảng viên toàn huyện.xlsx", _members(world)),
        write(folder / "CBCCVC.xlsx", _staff(world), _quotas(world)),
        write(folder / "Xếp loại.xlsx", _ratings(world)),
        write(folder / "Biến động.xlsx", *_moves(world)),
        write(folder / "Sinh hoạt chi bộ.xlsx", *_meetings(world)),
        write(folder / "Dự sinh hoạt.xlsx", _teams(world), _visits(world)),
        write(folder / "Văn bản.xlsx", _papers(world), _themes(world)),
    ]


def _of(part: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return columns that are filled from a part of the row."""
    return tuple(
        (header, lambda row, fill=fill: fill(getattr(row, part))) for header, fill in columns
    )


def _until(world: World) -> str:
    day = world.as_of
    return f"Số liệu đến hết ngày {day.day} tháng {day.month} năm {day.year}"


def _organizations(world: World) -> Sheet:
    return Sheet(
        "Chi, đảng bộ",
        (*ISSUER, "DANH MỤC CHI BỘ, ĐẢNG BỘ", _until(world)),
        (
            ("Tên chi, đảng bộ", lambda each: each.name),
            (
                "Đảng bộ cấp trên",
                lambda each: each.parent.name if each.parent else "Đảng bộ huyện Phú Lâm",
            ),
            ("Mã tổ chức", lambda each: each.code),
            ("Loại hình tổ chức", lambda each: each.type),
            ("Loại hình cơ sở", lambda each: each.host),
            ("Ngày thành lập", lambda each: written(each.founded)),
            (
                "Thôn, tổ dân phố",
                lambda each: each.area.name if each.is_branch and each.area else None,
            ),
            ("Xã, thị trấn", lambda each: each.top.area.name if each.top.area else None),
        ),
        world.organizations,
    )


def _areas(world: World) -> Sheet:
    return Sheet(
        "Xã và thôn",
        ("PHÒNG NỘI VỤ", "ĐƠN VỊ HÀNH CHÍNH", _until(world)),
        (
            ("Mã đơn vị", lambda area: area.code),
            ("Tên đơn vị hành chính", lambda area: area.name),
            ("Loại đơn vị", lambda area: area.kind),
            ("Trực thuộc", lambda area: area.parent.name if area.parent else "Huyện Phú Lâm"),
        ),
        world.areas,
    )


def _members(world: World) -> Sheet:
    def official(member: Member) -> object:
        is_known = member.official and member.official <= world.as_of
        return written(member.official) if is_known else None

    def note(member: Member) -> object:
        day = member.exempt_from
        return f"Miễn sinh hoạt đảng từ ngày {written(day)}" if day else None

    return Sheet(
        "Tổng hợp",
        (*ISSUER, "DANH SÁCH ĐẢNG VIÊN TOÀN ĐẢNG BỘ", _until(world)),
        (
            ("Đảng bộ", lambda m: m.stays[0].home.parent.name if m.stays[0].home.parent else None),
            ("Chi bộ", lambda m: m.stays[0].home.name),
            *_of("person", BORN),
            ("Dân tộc", lambda member: member.person.ethnicity),
            ("Ngày vào Đảng", lambda member: member.admitted),
            ("Ngày chính thức", official),
            ("Số thẻ", lambda member: member.card or None),
            ("Trình độ chuyên môn", lambda member: member.degree),
            ("Trình độ LLCT", lambda member: member.theory or None),
            ("Chức vụ trong Đảng", lambda member: member.position or None),
            ("Ghi chú", note),
        ),
        [m for m in world.members if m.stays and m.stays[0].starts == world.as_of],
    )


def _staff(world: World) -> Sheet:
    return Sheet(
        "Danh sách",
        (*ISSUER, "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC", _until(world)),
        (
            ("Cơ quan, đơn vị", lambda employee: employee.agency.name),
            *_of("person", BORN),
            ("Dân tộc", lambda employee: employee.person.ethnicity),
            ("Chức vụ, chức danh", lambda employee: employee.title),
            ("Đối tượng", lambda employee: employee.category),
            ("Trình độ chuyên môn", lambda employee: employee.degree),
            ("Ngày vào Đảng", lambda employee: written(employee.joined_party)),
        ),
        world.staff,
    )


def _quotas(world: World) -> Sheet:
    return Sheet(
        "Biên chế",
        ("PHÒNG NỘI VỤ", "BIÊN CHẾ ĐƯỢC GIAO", _until(world)),
        (
            ("Cơ quan, đơn vị", lambda agency: agency.name),
            ("Biên chế giao năm 2024", lambda agency: agency.quota),
        ),
        world.agencies,
    )


def _ratings(world: World) -> Sheet:
    return Sheet(
        "Kết quả",
        (*ISSUER, "KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG", f"Năm {world.rated_year}"),
        (
            *_of("employee", _of("person", BORN)),
            ("Cơ quan, đơn vị", lambda rating: rating.employee.agency.name),
            ("Chức vụ, chức danh", lambda rating: rating.employee.title),
            ("Kết quả xếp loại", lambda rating: rating.result),
        ),
        world.ratings,
    )


def _moves(world: World) -> list[Sheet]:
    return [
        Sheet(
            name,
            (*ISSUER, name.upper()),
            (
                *_of("member", _of("person", BORN)),
                ("Đảng bộ", lambda move: move.home.top.name),
                ("Chi bộ", lambda move: move.home.name),
                (day, lambda move: move.day),
                *_details(kind),
            ),
            [m for m in world.moves if SAME_SHEET.get(m.kind, m.kind) == kind],
        )
        for kind, (name, day) in MOVES.items()
    ]


def _details(kind: str) -> list[Column]:
    form: Column = ("Hình thức", lambda move: FORMS[move.kind])
    until: Column = ("Đến ngày", lambda move: written(move.until))
    return {
        "came": [form, ("Chuyển đến từ", lambda move: move.place), until],
        "went": [form, ("Nơi chuyển đến", lambda move: move.place), until],
        "struck off": [form],
        "moved": [("Chi bộ tiếp nhận", _receiver)],
    }.get(kind, [])


def _receiver(move: Move) -> str:
    return f"{move.to.name}, {move.to.parent.name}"


def _meetings(world: World) -> list[Sheet]:
    common: tuple[Column, ...] = (
        ("Chi bộ", lambda m: m.branch.name),
        ("Đảng bộ cơ sở", lambda m: m.branch.top.name),
        ("Ngày sinh hoạt", lambda m: m.held),
        ("Tổng số phải dự", lambda m: m.required if m.held else None),
        ("Có mặt", lambda m: m.present if m.held else None),
        ("Vắng có phép", lambda m: m.excused if m.held else None),
        ("Vắng không phép", lambda m: m.unexcused if m.held else None),
        ("Điểm cấp trên chấm", lambda m: m.upper_score),
        ("Ngày gửi báo cáo", lambda m: written(m.reported)),
    )
    return [
        Sheet(
            "Thường kỳ",
            (*ISSUER, "THEO DÕI SINH HOẠT THƯỜNG KỲ"),
            (("Tháng, quý", lambda m: f"Tháng {m.first.month}/{m.first.year}"), *common),
            [meeting for meeting in world.meetings if not meeting.is_thematic],
        ),
        Sheet(
            "Chuyên đề",
            (*ISSUER, "THEO DÕI SINH HOẠT CHUYÊN ĐỀ"),
            (
                ("Kỳ", lambda m: f"Quý {QUARTERS[m.first.month // 3]}/{m.first.year}"),
                *common,
                ("Chuyên đề", lambda m: m.theme or None),
            ),
            [meeting for meeting in world.meetings if meeting.is_thematic],
        ),
    ]


def _teams(world: World) -> Sheet:
    direct = [each for each in world.organizations if each.parent is None]
    day = world.term_on(world.as_of).first
    return Sheet(
        "Phân công",
        (*ISSUER, "PHÂN CÔNG CÁC TỔ", f"Kèm theo Quyết định số 12-QĐ/HU ngày {written(day)}"),
        (
            ("Tổ", lambda pair: f"Tổ {pair[0] % 4 + 1}"),
            ("Đơn vị phụ trách", lambda pair: pair[1].name),
        ),
        list(enumerate(direct)),
    )


def _visits(world: World) -> Sheet:
    return Sheet(
        "Theo dõi",
        (*ISSUER, "THEO DÕI CÁC CUỘC DỰ"),
        (
            ("Ngày dự", lambda visit: written(visit.day)),
            ("Tổ", lambda visit: visit.team),
            ("Đảng bộ cơ sở", lambda visit: visit.organization.top.name),
            (
                "Chi bộ",
                lambda visit: visit.organization.name if visit.organization.parent else None,
            ),
        ),
        world.visits,
    )


def _papers(world: World) -> Sheet:
    return Sheet(
        "Văn bản",
        (ISSUER[0], "VĂN BẢN ĐÃ BAN HÀNH"),
        (
            ("Số ký hiệu", lambda paper: paper.number),
            ("Loại văn bản", lambda paper: paper.kind),
            ("Trích yếu nội dung", lambda paper: paper.summary),
            ("Ngày ký", lambda paper: written(paper.day)),
            ("Nơi ban hành", lambda paper: paper.issuer),
            ("NQ chuyên đề", lambda paper: "x" if paper.is_thematic else None),
        ),
        world.papers,
    )


def _themes(world: World) -> Sheet:
    return Sheet(
        "Chuyên đề",
        (ISSUER[0], "DANH MỤC CHUYÊN ĐỀ SINH HOẠT", "Nhiệm kỳ 2022 - 2027"),
        (("Tên chuyên đề", lambda pair: pair[1]), ("Mã", lambda pair: pair[0])),
        list(world.themes.items()),
    )
