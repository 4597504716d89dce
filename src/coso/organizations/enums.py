"""Names used by the trees of units."""

from django.db import models


class Tree(models.TextChoices):
    """The three trees over the same kind of unit."""

    PARTY = "PARTY", "Tổ chức đảng"
    AREA = "AREA", "Đơn vị hành chính"
    AGENCY = "AGENCY", "Cơ quan, đơn vị"


class Level(models.TextChoices):
    """The level that a unit belongs to."""

    CENTRAL = "CENTRAL", "Trung ương"
    PROVINCE = "PROVINCE", "Cấp tỉnh"
    DISTRICT = "DISTRICT", "Cấp huyện"
    COMMUNE = "COMMUNE", "Cấp xã"
    GRASSROOTS = "GRASSROOTS", "Cơ sở"
    BRANCH = "BRANCH", "Chi bộ"
    VILLAGE = "VILLAGE", "Thôn, tổ dân phố"


class HostType(models.TextChoices):
    """What kind of place a Party organization lives in (loại hình cơ sở)."""

    COMMUNE = "COMMUNE", "Xã, phường, thị trấn"
    VILLAGE = "VILLAGE", "Thôn"
    RESIDENTIAL_GROUP = "RESIDENTIAL_GROUP", "Tổ dân phố"
    STATE_AGENCY = "STATE_AGENCY", "Cơ quan hành chính"
    PUBLIC_SERVICE_UNIT = "PUBLIC_SERVICE_UNIT", "Đơn vị sự nghiệp"
    PARTY_AGENCY = "PARTY_AGENCY", "Cơ quan Đảng, đoàn thể"
    SOE = "SOE", "Doanh nghiệp nhà nước"
    PRIVATE_ENTERPRISE = "PRIVATE_ENTERPRISE", "Doanh nghiệp ngoài nhà nước"
    COOPERATIVE = "COOPERATIVE", "Hợp tác xã"
    ARMED_FORCES_POLICE = "ARMED_FORCES_POLICE", "Công an"
    ARMED_FORCES_MILITARY = "ARMED_FORCES_MILITARY", "Quân đội"
    STUDENT = "STUDENT", "Học sinh, sinh viên"
    OVERSEAS = "OVERSEAS", "Ngoài nước"


class UnitEvent(models.TextChoices):
    """What a reorganization does to a unit (Điều lệ Đảng, điều 10; 294-QĐ/TW, mục 10, 20)."""

    ESTABLISH = "ESTABLISH", "Thành lập"
    RENAME = "RENAME", "Đổi tên"
    CHANGE_TYPE = "CHANGE_TYPE", "Chuyển loại hình"
    TRANSFER_UNIT = "TRANSFER_UNIT", "Chuyển giao"
    MERGE_INTO = "MERGE_INTO", "Sáp nhập"
    CONSOLIDATE = "CONSOLIDATE", "Hợp nhất"
    SPLIT = "SPLIT", "Chia tách"
    DISSOLVE = "DISSOLVE", "Giải thể"
    DISBAND = "DISBAND", "Giải tán"
    END_OPERATION = "END_OPERATION", "Kết thúc hoạt động"
