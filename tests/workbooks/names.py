"""Invented names; one that equals a real one is chance."""

FAMILIES = ("Lò", "Quàng", "Cà", "Bạc", "Nguyễn", "Trần", "Giàng", "Vàng", "Đinh", "Hà", "Phùng")
MIDDLES = {
    False: ("Văn", "Quang", "Đức", "Hữu", "Xuân", "A"),
    True: ("Thị", "Thu", "Ngọc", "Thanh", "Thị Hồng"),
}
GIVEN = {
    False: ("Sơn", "Hùng", "Thắng", "Đoàn", "Phương", "Bình", "Khánh", "Tuấn", "Lềnh", "Toàn"),
    True: ("Hoa", "Lan", "Mai", "Phương", "Yến", "Bình", "Dung", "Oanh", "Thúy", "Sua"),
}
ETHNICITIES = ("Kinh", "Thái", "Mường", "H'Mông", "Khơ-mú", "Thái", "Kinh")
VILLAGES = ("Trung Tâm", "Nà Lìu", "Pá Khoang", "Huổi Lạ", "Tân Lập", "Co Phục", "Bó Lanh")
REMARKS = ("Đúng quy trình", "Ý kiến thảo luận còn ít", "Nghị quyết cụ thể, rõ người, rõ việc")
