"""Importing workbooks of an office into the registers."""

from coso.importing.notes import UnableToAnnotate
from coso.importing.services.applying import (
    UnableToApplyImport,
    apply_import,
    fail_apply,
    write_import,
)
from coso.importing.services.checking import check_import, fail_check
from coso.importing.services.commenting import (
    UnableToComment,
    commented,
    commented_workbook,
)
from coso.importing.services.deciding import (
    UnableToDecide,
    close_problem,
    decide,
    discard,
    forget_header,
    keep_row,
    recheck,
    remember_headers,
    withdraw,
)
from coso.importing.services.files import Step, step_of
from coso.importing.services.filling import FilledList, filled_lists, is_empty
from coso.importing.services.listing import problems_workbook
from coso.importing.services.plans import (
    UnableToReadPlan,
    UnableToReceivePlan,
    read_plan,
    receive_plan,
)
from coso.importing.services.previewing import (
    ColumnPreview,
    SheetPreview,
    UnableToPreviewSheet,
    preview_sheet,
)
from coso.importing.services.purging import purge
from coso.importing.services.reading import Progress
from coso.importing.services.receiving import (
    LARGEST_FILE,
    UnableToReceiveFile,
    Upload,
    free_name,
    receive_files,
)
from coso.importing.services.reports import ImportReport, SheetReport
from coso.importing.services.runs import Mode
from coso.importing.services.templates import (
    Template,
    UnableToWriteTemplate,
    list_templates,
    write_all_templates,
    write_plan_template,
    write_template,
)
from coso.importing.services.undoing import (
    UnableToUndoImport,
    UndoReport,
    fail_undo,
    request_undo,
    undo_import,
    undo_requested,
    undo_until,
    undone,
)
from coso.importing.services.workbooks import (
    UnableToImport,
    files_by_name,
    import_workbooks,
    require_root,
)

__all__ = [
    "LARGEST_FILE",
    "ColumnPreview",
    "FilledList",
    "ImportReport",
    "Mode",
    "Progress",
    "SheetPreview",
    "SheetReport",
    "Step",
    "Template",
    "UnableToAnnotate",
    "UnableToApplyImport",
    "UnableToComment",
    "UnableToDecide",
    "UnableToImport",
    "UnableToPreviewSheet",
    "UnableToReadPlan",
    "UnableToReceiveFile",
    "UnableToReceivePlan",
    "UnableToUndoImport",
    "UnableToWriteTemplate",
    "UndoReport",
    "Upload",
    "apply_import",
    "check_import",
    "close_problem",
    "commented",
    "commented_workbook",
    "decide",
    "discard",
    "fail_apply",
    "fail_check",
    "fail_undo",
    "files_by_name",
    "filled_lists",
    "forget_header",
    "free_name",
    "import_workbooks",
    "is_empty",
    "keep_row",
    "list_templates",
    "preview_sheet",
    "problems_workbook",
    "purge",
    "read_plan",
    "receive_files",
    "receive_plan",
    "recheck",
    "remember_headers",
    "request_undo",
    "require_root",
    "step_of",
    "undo_import",
    "undo_requested",
    "undo_until",
    "undone",
    "withdraw",
    "write_all_templates",
    "write_import",
    "write_plan_template",
    "write_template",
]
