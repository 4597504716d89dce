"""Set-based checks and writing of staff: who holds which post, and headcount quotas."""

from coso.personnel.bulk.by_hand import (
    QUOTA_STAGING,
    STAGING,
    STANDING,
    person_staged,
    stage,
    stage_known,
    stage_quota,
)
from coso.personnel.bulk.quotas import check_quotas, compare_headcounts, merge_quotas
from coso.personnel.bulk.reorganizing import reorganize
from coso.personnel.bulk.staff import check_staff, merge_staff, recall_posts
from coso.personnel.bulk.standing import check_headcounts, check_standing

__all__ = [
    "QUOTA_STAGING",
    "STAGING",
    "STANDING",
    "check_headcounts",
    "check_quotas",
    "check_staff",
    "check_standing",
    "compare_headcounts",
    "merge_quotas",
    "merge_staff",
    "person_staged",
    "recall_posts",
    "reorganize",
    "stage",
    "stage_known",
    "stage_quota",
]
