"""The posts of an agency: which there are, what they are called, what kind of work they are."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core import text
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected
from coso.organizations.models import Unit
from coso.personnel import queries
from coso.personnel.enums import PostGroup
from coso.personnel.models import Post


class UnableToKeepPost(DomainError):
    """The agency cannot have the post so."""


@frozen(kw_only=True)
class PostDetails:
    """What a post is called, and what kind of work it is; shared by forms and services."""

    title: str
    group: PostGroup

    def columns(self) -> dict[str, Any]:
        """Return the columns of `Post` but the agency."""
        key = text.match_key(self.title)
        return {"title": self.title, "match_title": key, "group": self.group.value}


@transaction.atomic
def add_post(*, agency: Unit, details: PostDetails, actor: Actor, basis: Basis = FRESH) -> Post:
    """Add a post that nobody holds yet.

    :raises UnableToKeepPost: if the agency has one of the title, or has ended
    :raises RecordChanged: if the posts of the agency are not what the writer saw
    """
    _lock(agency, basis)
    if agency.closed_on is not None:
        message = f"{agency} đã kết thúc hoạt động."
        raise UnableToKeepPost("unit_closed", f"{message} Hãy chọn đơn vị còn hoạt động.")
    _check_new(agency, details)
    post = Post.objects.create(agency=agency, **details.columns())
    _record(post, "post.added", {"new": details.columns()}, actor, basis)
    return post


@transaction.atomic
def correct_post(*, post: Post, details: PostDetails, basis: Basis, actor: Actor) -> Post:
    """Correct the title or the group of a post, for all who have held it.

    :raises UnableToKeepPost: if the title is that of another post
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the posts of the agency are not what the writer saw
    :raises ReasonMissing: without a reason
    """
    post = _lock_kept(post, basis)
    values = corrected(_columns(post), details.columns())
    if text.match_key(details.title) != post.match_title:
        _check_new(post.agency, details)
    Post.objects.filter(pk=post.pk).update(**details.columns())
    post = queries.posts().get(pk=post.pk)
    _record(post, "post.corrected", values, actor, basis)
    return post


@transaction.atomic
def remove_post(*, post: Post, basis: Basis, actor: Actor) -> Post:
    """Take a post out that nobody has ever held.

    :raises UnableToKeepPost: if somebody has
    :raises RecordChanged: if the posts of the agency are not what the writer saw
    :raises ReasonMissing: without a reason
    """
    post = _lock_kept(post, basis)
    holders = queries.assignments().filter(post=post).count()
    if holders:
        message = f"{holders} dòng công tác trong sổ dựa vào vị trí này."
        raise UnableToKeepPost(
            "post_held", f"{message} Hãy sửa hoặc bỏ những dòng ấy trong hồ sơ từng người trước."
        )
    _record(post, "post.removed", {"old": _columns(post)}, actor, basis)
    Post.objects.filter(pk=post.pk).delete()
    return post


def _columns(post: Post) -> dict[str, Any]:
    return {name: getattr(post, name) for name in ("title", "match_title", "group")}


def _lock(agency: Unit, basis: Basis) -> None:
    list(Unit.objects.select_for_update(of=("self",)).filter(pk=agency.pk))
    basis.check_seen(queries.state_of_agency(agency))


def _lock_kept(post: Post, basis: Basis) -> Post:
    """Return a post as it is now, for a change that has to be explained."""
    _lock(post.agency, basis)
    basis.check_explained()
    kept: Post | None = queries.posts().filter(pk=post.pk).first()
    if kept is None:
        message = "Vị trí này vừa được người khác bỏ khỏi sổ."
        raise UnableToKeepPost("post_gone", f"{message} Hãy mở lại trang đơn vị.")
    return kept


def _check_new(agency: Unit, details: PostDetails) -> None:
    key = text.match_key(details.title)
    if Post.objects.filter(agency=agency, match_title=key).exists():
        message = f"{agency} đã có vị trí {details.title}."
        raise UnableToKeepPost("post_known", f"{message} Nhiều người cùng giữ một vị trí được.")


def _record(post: Post, action: str, values: dict[str, Any], actor: Actor, basis: Basis) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=post.agency,
        unit_id=post.agency_id,
        summary=f"Vị trí {post.title or 'chưa ghi chức danh'}",
        reason=basis.reason,
        values=values,
    )
