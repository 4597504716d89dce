"""The pages of the site itself as a search finds them: by title, and by what is done there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from attrs import frozen
from django.urls import reverse

from coso.access.enums import Permission
from coso.core import checks, text
from coso.core.checks import Openness
from coso.figures.catalogue import FIGURES
from coso.reporting.catalogue import PAPERS


@frozen
class Page:
    """A page that a search may lead to; `words` are what else it is looked for by.

    `needs` are permissions all of which are needed beside one of those of the address.
    """

    label: str
    name: str
    words: str = ""
    parameter: str = ""
    needs: tuple[Permission, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.name, args=[self.parameter] if self.parameter else [])

    def is_for(self, allowed: frozenset[Permission]) -> bool:
        """Tell whether somebody with these permissions may open the page."""
        address = _addresses()[self.name]
        if address.openness == Openness.SIGNED_IN:
            return True
        return allowed.issuperset(self.needs) and not allowed.isdisjoint(address.permissions)


PAGES: Final = (
    Page("Tổng quan", "home:dashboard", "trang đầu số liệu biểu đồ hình bản đồ"),
    Page("So sánh hai ngày, hai đơn vị", "home:compare", "đối chiếu tăng giảm"),
    Page("Danh sách tổ chức, địa bàn, cơ quan", "organizations:list", "đơn vị đảng bộ chi bộ xã"),
    Page("Cây tổ chức", "organizations:tree", "sơ đồ bộ máy đơn vị trực thuộc"),
    Page("Chọn đơn vị đang xem", "organizations:pick", "đổi đơn vị"),
    Page("Đề nghị thay đổi", "change-requests:list", "kiến nghị đổi tên sáp nhập bí thư mới"),
    Page("Phương án sắp xếp", "reorganizations:list", "sáp nhập hợp nhất giải thể chia tách"),
    Page("Danh sách đảng viên", "members:list", "sổ đảng viên chi bộ"),
    Page("Kết nạp đảng viên", "members:admit", "thêm đảng viên mới"),
    Page("Tiếp nhận đảng viên chuyển đến", "members:receive", "chuyển sinh hoạt đảng"),
    Page("Danh sách cán bộ, công chức, viên chức", "personnel:list", "nhân sự lao động hợp đồng"),
    Page("Sắp nghỉ hưu", "personnel:retiring", "đến tuổi nghỉ hưu trí cán bộ thông báo"),
    Page("Ghi người mới vào sổ cán bộ", "personnel:employ", "tuyển dụng bổ nhiệm công chức"),
    Page("Xếp loại đảng viên", "evaluations:list", "đánh giá chất lượng kết quả hằng năm"),
    Page("Xếp loại cán bộ, công chức, viên chức", "evaluations:staff-list", "đánh giá chất lượng"),
    Page("Xếp loại tổ chức đảng", "evaluations:unit-list", "đánh giá chất lượng chi bộ đảng bộ"),
    Page("Sinh hoạt chi bộ", "meetings:list", "họp thường kỳ chuyên đề biên bản"),
    Page("Ghi cuộc sinh hoạt chi bộ", "meetings:record", "họp điểm danh có mặt báo cáo"),
    Page("Lượt dự sinh hoạt", "visits:list", "tổ dự sinh hoạt dự họp"),
    Page("Lớp đào tạo, bồi dưỡng", "training:list", "khóa học tập huấn lý luận chính trị"),
    Page("Học viên đào tạo, bồi dưỡng", "training:learners", "danh sách đi học kết quả học tập"),
    Page("Ghi lớp đào tạo, bồi dưỡng", "training:record", "mở lớp thêm lớp học"),
    Page("Điều động, luân chuyển, bổ nhiệm", "appointments:list", "quyết định cán bộ biệt phái"),
    Page("Sắp hết thời hạn giữ chức vụ", "appointments:terms", "bổ nhiệm lại nhiệm kỳ 5 năm"),
    Page("Quy hoạch cán bộ", "planning:list", "danh sách nguồn chức danh đưa ra khỏi rà soát"),
    Page("Văn bản, nghị quyết", "documents:list", "công văn quyết định chỉ thị kết luận"),
    Page("Thêm văn bản", "documents:register", "vào sổ nghị quyết công văn mới"),
    Page("Chỉ tiêu của nghị quyết", "resolutions:list", "mục tiêu mốc phấn đấu kết quả"),
    Page("Nhiệm vụ của nghị quyết", "resolutions:items", "phân công tiến độ quá hạn thời hạn"),
    Page("Tất cả chỉ tiêu", "figures:list", "số liệu thống kê"),
    Page("Báo cáo, biểu thống kê, danh sách", "reporting:list", "lập báo cáo in Word Excel PDF"),
    Page("Nhập dữ liệu từ Excel", "importing:list", "tải lên tệp bảng tính hoàn tác"),
    Page("Danh sách việc sau khi nhập", "importing:work", "dòng còn lại chưa ghi điểm cần xem"),
    Page("Tên cột đã khai", "importing:meanings", "cột trang tính nhập dữ liệu"),
    Page("Mẫu Excel để nhập dữ liệu", "importing:templates", "biểu mẫu trống tải mẫu"),
    Page("Nhật ký thay đổi", "audit:changes", "ai đã sửa lịch sử"),
    Page("Nhật ký đọc", "audit:readings", "ai đã xem hồ sơ xuất danh sách"),
    Page("Kiểm tra niêm phong nhật ký", "audit:verification", "toàn vẹn"),
    Page("Tài khoản và phân quyền", "access:users", "quản trị người dùng vai trò mật khẩu"),
    Page("Thêm tài khoản", "access:create", "người dùng mới"),
    Page("Bảng quyền của các vai trò", "access:policy", "phân quyền được làm gì"),
    Page("Tình trạng hệ thống", "system:status", "sao lưu khôi phục ổ đĩa máy chủ sự cố"),
    Page("Việc cần làm tiếp", "setup:steps", "bắt đầu thiết lập ban đầu cơ quan mới"),
    Page("Bộ lọc của tôi", "saved-filters:list", "bộ lọc đã lưu danh sách"),
    Page("Đổi mật khẩu", "account_change_password", "tài khoản của tôi"),
    Page("Xác thực hai bước", "mfa_index", "bảo mật đăng nhập mã dự phòng"),
)


def found(words: str, allowed: frozenset[Permission]) -> list[Page]:
    """Return the pages that words name, of those that may be opened; titles come first."""
    hits = [page for page in _all() if text.bears(f"{page.label} {page.words}", words)]
    mine = [page for page in hits if page.is_for(allowed)]
    return sorted(mine, key=lambda page: not text.bears(page.label, words))


def _all() -> Iterator[Page]:
    yield from PAGES
    for paper in PAPERS.values():
        words = "báo cáo biểu thống kê danh sách"
        yield Page(paper.title, "reporting:paper", words, paper.name, paper.permissions)
    for figure in FIGURES.values():
        yield Page(figure.label, "figures:records", f"chỉ tiêu {figure.group}", figure.id)


@cache
def _addresses() -> Mapping[str, checks.Address]:
    return {address.name: address for address in checks.addresses()}
