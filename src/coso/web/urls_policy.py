"""The addresses that ask for no permission; every other view names the one it asks for."""

from typing import Final

# Without signing in.
PUBLIC: Final = (
    "account_login",
    "account_inactive",
    "account_reset_password",
    "mfa_authenticate",
    "account:first-run",
)
# Signed in, whoever it is: what belongs to one's own account, what each may do about the whole.
SIGNED_IN: Final = (
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "account:start",
    *(f"saved-filters:{name}" for name in ("list", "save", "open", "rename", "delete")),
    "setup:steps",
)
