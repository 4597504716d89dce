"""Names used by the register of documents."""

from django.db import models


class DocumentType(models.TextChoices):
    """Types of Party and State documents; the letters are those of the number."""

    RESOLUTION = "NQ", "Nghị quyết"
    DECISION = "QĐ", "Quyết định"
    REGULATION = "QyĐ", "Quy định"
    DIRECTIVE = "CT", "Chỉ thị"
    CONCLUSION = "KL", "Kết luận"
    STATUTE = "QC", "Quy chế"
    CIRCULAR = "TT", "Thông tri"
    GUIDANCE = "HD", "Hướng dẫn"
    NOTICE = "TB", "Thông báo"
    REPORT = "BC", "Báo cáo"
    PLAN = "KH", "Kế hoạch"
    PROGRAMME = "CTr", "Chương trình"
    SCHEME = "ĐA", "Đề án"
    SUBMISSION = "TTr", "Tờ trình"
    LETTER = "CV", "Công văn"
    MINUTES = "BB", "Biên bản"
    DECREE = "NĐ", "Nghị định"
    LAW = "L", "Luật"
    OTHER = "KHÁC", "Văn bản khác"


class SecretMark(models.TextChoices):
    """What is stamped on documents that never enter here; nothing is ever stored with one."""

    SECRET = "SECRET", "Mật"
    HIGHLY_SECRET = "HIGHLY_SECRET", "Tối mật"
    TOP_SECRET = "TOP_SECRET", "Tuyệt mật"
