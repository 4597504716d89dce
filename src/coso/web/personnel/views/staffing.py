"""Posts and headcounts of an agency, written by hand."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.personnel import queries as personnel
from coso.personnel import services as keeping
from coso.personnel.models import HeadcountQuota, Post
from coso.web.personnel import forms
from coso.web.shared.writing import RecordForm


class OfAgency(RecordForm):
    """A form about what an agency has: the record is the agency, or something of it."""

    permission = Permission.STAFF_KEEP

    @property
    def agency(self) -> Unit:
        """The agency that the form is about."""
        agency: Unit = self.record.agency
        return agency

    def state(self) -> str:
        return personnel.state_of_agency(self.agency)

    def get_success_url(self) -> str:
        return f"{reverse('organizations:detail', args=[self.agency.pk])}?{self.frame.place}"


class ToAgency(OfAgency):
    """A form that adds something to the agency of the address."""

    record: Unit

    def records(self) -> QuerySet[Unit]:
        return organizations.units().filter(tree=Tree.AGENCY)

    @property
    def agency(self) -> Unit:
        return self.record

    def recorded(self) -> dict[str, Any]:
        return {}


class GiveQuota(ToAgency):
    """The headcount of one more year."""

    form_class = forms.QuotaForm
    submit_label = "Ghi biên chế giao"
    intro = "Mỗi năm một dòng. Trong năm được điều chỉnh thì sửa dòng của năm đó, ghi quyết định."

    def get_title(self) -> str:
        return f"Biên chế giao: {self.agency}"

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.frame.today.year}

    def write(self, form: forms.QuotaForm, basis: Basis) -> HeadcountQuota:
        return keeping.give_quota(
            agency=self.agency,
            details=form.quota,
            on=form.compared_on,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: HeadcountQuota) -> str:
        return f"Đã ghi biên chế giao năm {written.year} của {self.agency}: {written.quantity}."


class OfQuota(OfAgency):
    """A form about the headcount of a year."""

    record: HeadcountQuota

    def records(self) -> QuerySet[HeadcountQuota]:
        return personnel.quotas()


class CorrectQuota(OfQuota):
    """What should have been written about a headcount."""

    form_class = forms.CorrectQuotaForm
    submit_label = "Sửa sổ"
    intro = "Số cũ và lý do ở lại trong nhật ký. Biên chế của năm khác thì ghi dòng mới."

    def get_title(self) -> str:
        return f"Sửa biên chế giao năm {self.record.year}: {self.agency}"

    def get_initial(self) -> dict[str, Any]:
        return personnel.details_of_quota(self.record)

    def write(self, form: forms.CorrectQuotaForm, basis: Basis) -> HeadcountQuota:
        return keeping.correct_quota(
            quota=self.record,
            details=form.quota,
            on=form.compared_on,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: HeadcountQuota) -> str:
        return f"Đã sửa biên chế giao năm {written.year}; lý do ở trong nhật ký."


class RemoveQuota(OfQuota):
    """A headcount that was never given."""

    form_class = forms.RemoveForm
    submit_label = "Bỏ dòng ghi nhầm"
    intro = "Chỉ khi sổ ghi nhầm: dòng này không còn trong sổ, nội dung cũ ở lại trong nhật ký."

    def get_title(self) -> str:
        return f"Bỏ biên chế giao năm {self.record.year}: {self.agency}"

    def write(self, form: forms.RemoveForm, basis: Basis) -> HeadcountQuota:
        return keeping.remove_quota(quota=self.record, basis=basis, actor=self.actor)

    def message(self, written: HeadcountQuota) -> str:
        return f"Đã bỏ biên chế giao năm {written.year}; lý do ở trong nhật ký."


class AddPost(ToAgency):
    """A post that nobody holds yet."""

    form_class = forms.PositionForm
    submit_label = "Thêm vị trí"
    intro = "Vị trí có người giữ thì tự có khi ghi phân công; ở đây thêm vị trí còn trống."

    def get_title(self) -> str:
        return f"Thêm vị trí việc làm: {self.agency}"

    def write(self, form: forms.PositionForm, basis: Basis) -> Post:
        return keeping.add_post(
            agency=self.agency, details=form.post, basis=basis, actor=self.actor
        )

    def message(self, written: Post) -> str:
        return f"Đã thêm vị trí {written} ở {self.agency}."


class OfPost(OfAgency):
    """A form about a post."""

    record: Post

    def records(self) -> QuerySet[Post]:
        return personnel.posts()


class CorrectPost(OfPost):
    """What a post should have been called."""

    form_class = forms.CorrectPositionForm
    submit_label = "Sửa sổ"
    intro = "Sửa tên, nhóm ghi sai: đổi cho mọi người đã và đang giữ vị trí này."

    def get_title(self) -> str:
        return f"Sửa vị trí {self.record}: {self.agency}"

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.record.title, "group": self.record.group}

    def write(self, form: forms.CorrectPositionForm, basis: Basis) -> Post:
        return keeping.correct_post(
            post=self.record, details=form.post, basis=basis, actor=self.actor
        )

    def message(self, written: Post) -> str:
        return f"Đã sửa vị trí {written}; lý do ở trong nhật ký."


class RemovePost(OfPost):
    """A post that there never was."""

    form_class = forms.RemoveForm
    submit_label = "Bỏ vị trí"
    intro = "Chỉ bỏ được vị trí chưa từng có người giữ."

    def get_title(self) -> str:
        return f"Bỏ vị trí {self.record}: {self.agency}"

    def write(self, form: forms.RemoveForm, basis: Basis) -> Post:
        return keeping.remove_post(post=self.record, basis=basis, actor=self.actor)

    def message(self, written: Post) -> str:
        return f"Đã bỏ vị trí {written}; lý do ở trong nhật ký."
