"""The Word templates of papers: taken away, tried out, exchanged, with all there were."""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.core.errors import DomainError
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.reporting import services
from coso.reporting.catalogue import PAPERS, Paper, Request, Verdict
from coso.web.shared.views import FramedView, attachment
from coso.web.templatetags.ui import Crumb

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LARGEST: Final = 10_000_000
_REPLACED: Final = "paper.template_replaced"
_ACTIONS: Final = (_REPLACED, "paper.template_restored")
_VERSION: Final = "ban"
_TRIAL: Final = "thu"


def by_template() -> dict[str, Paper]:
    """Return the first paper of each template, by the name of the template without its ending."""
    found: dict[str, Paper] = {}
    for paper in PAPERS.values():
        found.setdefault(paper.template.removesuffix(".docx"), paper)
    return found


class TemplateForm(forms.Form):
    """A Word file of the office."""

    file = forms.FileField(
        label="Tệp mẫu (.docx)",
        error_messages={"required": "Chọn một tệp .docx.", "empty": "Tệp này trống."},
        help_text="Sửa trên tệp mẫu hiện dùng; giữ nguyên các trường trong hai cặp ngoặc nhọn.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".docx"):
            raise forms.ValidationError(
                f"“{file.name}” không phải tệp .docx. Mở bằng Word rồi lưu dạng .docx.",
                code="not_docx",
            )
        if file.size > _LARGEST:
            raise forms.ValidationError("Tệp mẫu lớn hơn 10 MB. Bỏ bớt hình.", code="too_large")
        content: bytes = file.read()
        return content


@frozen
class Version:
    """A change of the template, and where what was taken into use then can be had."""

    entry: Any
    url: str


class ManagingView(FramedView):
    """A page for whoever may exchange templates, which are of the whole installation."""

    permission = Permission.TEMPLATES_MANAGE

    def _require_permission(self) -> None:
        if not scoping.covers_everything(self.actor, self.permission):
            raise self.refusal()


class Templates(ManagingView, TemplateView):
    """Which templates there are, and the papers that are written on each."""

    template_name = "reporting/template_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Mẫu báo cáo của cơ quan",
            templates=[
                {
                    "name": name,
                    "papers": [each.title for each in services.papers_on(paper)],
                    "is_own": services.is_own_template(paper),
                }
                for name, paper in by_template().items()
            ],
            **kwargs,
        )


class OfficeTemplate(ManagingView, TemplateView):
    """One template: the current one, one that is tried out, all there were."""

    template_name = "reporting/template_detail.html"
    kwargs: dict[str, Any]

    @cached_property
    def paper(self) -> Paper:
        found = by_template().get(self.kwargs["template"])
        if found is None:
            raise Http404
        return found

    @property
    def asked(self) -> Request:
        """The papers of the root today, as whoever looks at them may see them."""
        root = organizations.root(Tree.PARTY)
        if root is None:
            raise Http404
        return Request(
            unit=root,
            as_of=self.frame.today,
            may_list=self._may,
            readable=lambda rows, right: scoping.visible(rows, self.actor, right),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _VERSION in request.GET:
            return self._version(request.GET[_VERSION])
        if _TRIAL in request.GET:
            return self._trial()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        step = _STEPS.get(request.POST.get("viec", ""))
        if step is None:
            raise Http404
        try:
            return step(self)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        titles = [each.title for each in services.papers_on(self.paper)]
        return super().get_context_data(
            title=f"Mẫu: {titles[0]}",
            breadcrumb=[
                Crumb(label="Mẫu báo cáo", url=reverse("reporting:templates")),
                Crumb(label=titles[0]),
            ],
            papers=titles,
            is_own=services.is_own_template(self.paper),
            **{"form": TemplateForm(), "verdict": self._verdict(), **kwargs},
            current_url=f"?{_VERSION}=",
            trial_url=f"?{_TRIAL}=1" if self._may_see_paper else "",
            versions=self._versions(),
        )

    def check(self) -> HttpResponse:
        """Keep a file to be tried out, once it is a template at all."""
        form = TemplateForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        content = form.cleaned_data["file"]
        services.look_over(paper=self.paper, content=content, request=self.asked)
        services.keep_draft(paper=self.paper, content=content, actor=self.actor)
        return redirect(self.request.path)

    def use(self) -> HttpResponse:
        """Write papers on what was tried out."""
        content = self._draft
        if content is None:
            raise Http404
        services.replace_template(
            paper=self.paper,
            content=content,
            request=self.asked,
            actor=self.actor,
            accepts_missing="van-dung" in self.request.POST,
        )
        services.forget_draft(paper=self.paper, actor=self.actor)
        return self._done("Từ nay lập trên mẫu này. Mẫu trước vẫn lấy lại được ở dưới.")

    def forget(self) -> HttpResponse:
        """Throw away what was tried out."""
        services.forget_draft(paper=self.paper, actor=self.actor)
        return self._done("Đã bỏ tệp vừa kiểm tra. Mẫu đang dùng không đổi.")

    def restore(self) -> HttpResponse:
        """Write papers on the template that ships with the project again."""
        services.restore_template(paper=self.paper, actor=self.actor)
        return self._done("Từ nay lập trên mẫu gốc. Mẫu của cơ quan vẫn lấy lại được ở dưới.")

    def _done(self, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return redirect(self.request.path)

    @property
    def _draft(self) -> bytes | None:
        return services.draft_of(paper=self.paper, actor=self.actor)

    def _verdict(self) -> Verdict | None:
        content = self._draft
        if content is None:
            return None
        return services.look_over(paper=self.paper, content=content, request=self.asked)

    def _may(self, permission: Permission) -> bool:
        return scoping.covers_everything(self.actor, permission)

    @property
    def _may_see_paper(self) -> bool:
        return all(map(self._may, (Permission.FIGURES_VIEW, *self.paper.permissions)))

    def _trial(self) -> HttpResponse:
        content = self._draft
        if content is None or not self._may_see_paper:
            raise Http404
        written = services.trial(paper=self.paper, content=content, request=self.asked)
        return attachment(written, f"thu-{self.paper.template}", WORD)

    def _version(self, name: str) -> HttpResponse:
        if not name:
            return attachment(services.template_of(self.paper), self.paper.template, WORD)
        content = services.version_of(self.paper, name)
        if content is None:
            raise Http404
        return attachment(content, name, WORD)

    def _versions(self) -> list[Version]:
        entries = audit.changes_of(_ACTIONS, template=self.paper.template)
        return [
            Version(
                entry,
                f"?{_VERSION}={entry.detail.values['version']}"
                if entry.action == _REPLACED
                else "",
            )
            for entry in entries[:50]
        ]


_STEPS: Final = {
    "kiem-tra": OfficeTemplate.check,
    "dung": OfficeTemplate.use,
    "bo": OfficeTemplate.forget,
    "goc": OfficeTemplate.restore,
}
