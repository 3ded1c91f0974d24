"""The embedded PostgreSQL server: started when somebody needs it, stopped when nobody does.

Two locks of the operating system carry it, because the system releases them even for a process
that was killed: whoever starts or stops the server holds the one alone, whoever uses the server
shares the other.  So two processes never start it twice, the last user stops it, and nothing that
a crash leaves behind (a pid file, a half-made data folder) is believed without being checked.

Nothing of Django is imported here.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from majung.store.binaries import MAJOR_VERSION, Programs, ensure_system_user, programs
from majung.store.refusals import (
    DataFolderNotWritableError,
    DataFolderOfOtherVersionError,
    ServerNotStartedError,
)

ROOT_FOLDER = Path("/var/lib/majung")
SUPERUSER = "postgres"
PORT = 5432
#: A path to a socket may have 107 bytes; ``/.s.PGSQL.5432`` takes 14 of them.
SOCKET_FOLDER_BYTES_MAX = 90
#: Recovery after a crash replays at most the log written since the last checkpoint.
START_SECONDS_MAX = 300
#: How long the children of a killed server may hold its memory before we give up.
ORPHANS_SECONDS_MAX = 15
LOG_BYTES_MAX = 10_000_000
READY, STARTING = 0, 1
#: A number no process ever has.
NOBODY = 2**31 - 1
#: What PostgreSQL says while a killed server is not wholly gone.
IN_THE_WAY = ("still in use", "already exists")

SETTINGS = MappingProxyType(
    {
        "listen_addresses": "",
        "max_connections": "100",
        "shared_buffers": "256MB",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "unix_socket_permissions": "0700",
    }
)
#: For data that may be lost with the machine, such as those of a test.
SETTINGS_NOT_DURABLE = MappingProxyType(
    {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
)


@dataclass(frozen=True, slots=True)
class ServerFolder:
    """Where one embedded server keeps its things.

    Attributes:
        home: the folder that holds data, socket, log and locks.
        is_durable: whether what was committed survives a loss of power.
    """

    home: Path
    is_durable: bool = True

    @property
    def data(self) -> Path:
        """The data folder of PostgreSQL."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def socket(self) -> Path:
        """The folder of the socket: the only way in, open to nobody but its owner."""
        near = self.home / "socket"
        if len(os.fsencode(near)) <= SOCKET_FOLDER_BYTES_MAX:
            return near
        mark = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        # Not the folder that TMPDIR names: every process must come to the same path.
        return Path("/tmp") / f"majung-{os.geteuid()}-{mark}"  # noqa: S108 - owner is checked

    def address(self, *, user: str, database: str) -> str:
        """Return the address under which `user` reaches `database`."""
        return f"host={self.socket} port={PORT} user={user} dbname={database}"


def server_folder(var: Path, *, name: str = "postgres", is_durable: bool = True) -> ServerFolder:
    """Return where the server of the office at `var` keeps its things.

    Root's server runs as another user, who may not enter root's folders: its home is then under
    /var/lib/majung, one for each `var`, so that two offices on one machine stay apart.
    """
    var = var.absolute()
    if os.geteuid() != 0:
        return ServerFolder(var / name, is_durable)
    mark = hashlib.sha256(os.fsencode(var)).hexdigest()[:8]
    return ServerFolder(ROOT_FOLDER / f"{var.parent.name or 'root'}-{mark}" / name, is_durable)


@dataclass(slots=True)
class Server:
    """A running server, held by one user of it until released."""

    folder: ServerFolder
    programs: Programs
    _use: int
    _process: int = field(default_factory=os.getpid)

    def address(self, *, user: str = SUPERUSER, database: str = "postgres") -> str:
        """Return the address under which `user` reaches `database`."""
        return self.folder.address(user=user, database=database)

    def release(self) -> None:
        """Let go of the server; the last to let go stops it.  A second time does nothing."""
        # A forked child shares its parent's hold and must not give it up for both.
        if self._use < 0 or self._process != os.getpid():
            return
        use, self._use = self._use, -1
        # Where the folder was taken away there is nothing left to stop.
        with suppress(FileNotFoundError), _alone(self.folder):
            if _is_last(use):
                data = str(self.folder.data)
                self.programs.run("pg_ctl", "stop", "-w", "-m", "fast", "-D", data)
        os.close(use)


def start(folder: ServerFolder) -> Server:
    """Make sure that the server runs and hold it until `Server.release` or the end of the process.

    Raises:
        ServerProgramsMissingError: PostgreSQL is not installed.
        ServerUserMissingError: root has no system user to lend the server to.
        DataFolderNotWritableError: the folder cannot be made or written.
        DataFolderOfOtherVersionError: the data belong to another major version.
        ServerNotStartedError: the server said no; the message carries its last words.
    """
    try:
        _make_folder(folder.home)
        with _alone(folder):
            found = programs(folder.home)
            _ensure_running(folder, found)
            server = Server(folder, found, _shared_use(folder))
    except OSError as error:
        raise DataFolderNotWritableError(folder=str(folder.home), reason=str(error)) from error
    atexit.register(server.release)
    return server


@contextmanager
def running(folder: ServerFolder) -> Iterator[Server]:
    """Hold the server for the length of a block."""
    server = start(folder)
    try:
        yield server
    finally:
        server.release()


def is_running(folder: ServerFolder) -> bool:
    """Tell whether the server answers, without starting it."""
    return folder.data.exists() and _answer(folder, programs(folder.home)) == READY


@contextmanager
def _alone(folder: ServerFolder) -> Iterator[None]:
    lock = os.open(folder.home / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _shared_use(folder: ServerFolder) -> int:
    use = os.open(folder.home / "use.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(use, fcntl.LOCK_SH)
    return use


def _is_last(use: int) -> bool:
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _make_folder(folder: Path) -> None:
    """Make a folder that only the server's user may enter, or see that it is one."""
    account = ensure_system_user() if os.geteuid() == 0 else None
    owner = account.pw_uid if account else os.geteuid()
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not folder.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    # In a folder open to all, somebody else may have put a folder or a link there first.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise PermissionError(f"{folder} belongs to another user")
    os.chown(folder, owner, account.pw_gid if account else -1)
    folder.chmod(0o700)


def _ensure_running(folder: ServerFolder, found: Programs) -> None:
    answer = _answer(folder, found)
    if answer == READY:
        return
    if answer != STARTING:
        _ensure_data(folder, found)
        _make_folder(folder.socket)
        (folder.data / "majung.conf").write_text(_settings(folder), "utf-8")
        _start(folder, found)
    _wait_until_ready(folder, found)


def _answer(folder: ServerFolder, found: Programs) -> int:
    socket = str(folder.socket)
    return found.run("pg_isready", "-h", socket, "-p", str(PORT), "-U", SUPERUSER, "-t", "5")[0]


def _ensure_data(folder: ServerFolder, found: Programs) -> None:
    version = folder.data / "PG_VERSION"
    if version.exists():
        written_by = version.read_text("utf-8").strip()
        if written_by != str(MAJOR_VERSION):
            raise DataFolderOfOtherVersionError(
                folder=str(folder.data), version=written_by, wanted=str(MAJOR_VERSION)
            )
        return
    # Made under another name: data that a kill cut short are never taken for whole ones.
    unfinished = folder.home / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    code, said = found.run(
        "initdb",
        f"--pgdata={unfinished}",
        f"--username={SUPERUSER}",
        # Whoever reaches the socket has passed the wall of its folder, which is private.
        "--auth=trust",
        "--encoding=UTF8",
        # One order of texts on every machine, whatever languages its system knows.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        *(() if folder.is_durable else ("--no-sync",)),
    )
    if code != 0:
        raise ServerNotStartedError(folder=str(folder.home), reason=_last_fatal_line(said))
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("include 'majung.conf'\n")
    unfinished.rename(folder.data)


def _settings(folder: ServerFolder) -> str:
    settings = {
        **SETTINGS,
        "port": str(PORT),
        "unix_socket_directories": str(folder.socket),
        **({} if folder.is_durable else SETTINGS_NOT_DURABLE),
    }
    return "".join(f"{name} = '{value}'\n" for name, value in settings.items())


def _disown_stale_files(folder: ServerFolder) -> None:
    """Let the files of a server name nobody if their number belongs to no server of this folder.

    PostgreSQL itself sees through a number that nobody has.  A number that was given out again,
    as after a restart of the machine, or that a dead process still bears, it takes for a running
    server.  The files are kept: their last lines let PostgreSQL see whether children of a killed
    server still hold the memory, and then nothing may be started beside them.
    """
    processes = Path("/proc")
    if not (processes / "self").exists():
        return
    for file in (folder.data / "postmaster.pid", folder.socket / f".s.PGSQL.{PORT}.lock"):
        if not file.exists():
            continue
        number, _, rest = file.read_text("utf-8").partition("\n")
        command = processes / number.strip() / "cmdline"
        if not (command.exists() and str(folder.data).encode() in command.read_bytes()):
            file.write_text(f"{NOBODY}\n{rest}", "utf-8")


def _start(folder: ServerFolder, found: Programs) -> None:
    until = time.monotonic() + ORPHANS_SECONDS_MAX
    if folder.log.exists() and folder.log.stat().st_size > LOG_BYTES_MAX:
        folder.log.replace(folder.log.with_suffix(".log.old"))
    while True:
        _disown_stale_files(folder)
        already_said = folder.log.stat().st_size if folder.log.exists() else 0
        code, said = found.run(
            "pg_ctl",
            "start",
            "-w",
            "-t",
            str(START_SECONDS_MAX),
            "-D",
            str(folder.data),
            "-l",
            str(folder.log),
        )
        if code == 0:
            return
        last_words = _log_since(folder, already_said)
        # A killed server needs a moment to be gone, and its children to let its memory go.
        is_in_the_way = any(words in last_words for words in IN_THE_WAY)
        if not is_in_the_way or time.monotonic() > until:
            reason = _last_fatal_line(last_words) or _last_fatal_line(said)
            raise ServerNotStartedError(folder=str(folder.home), reason=reason)
        time.sleep(0.1)


def _wait_until_ready(folder: ServerFolder, found: Programs) -> None:
    until = time.monotonic() + START_SECONDS_MAX
    while _answer(folder, found) != READY:
        if time.monotonic() > until:
            reason = _last_fatal_line(_log_since(folder, 0))
            raise ServerNotStartedError(folder=str(folder.home), reason=reason)
        time.sleep(0.05)


def _log_since(folder: ServerFolder, offset: int) -> str:
    if not folder.log.exists():
        return ""
    return folder.log.read_bytes()[offset:].decode("utf-8", "replace")


def _last_fatal_line(text: str) -> str:
    """Return the last line that says why, else the last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL:" in line or "error:" in line.lower()]
    return (fatal or lines or [""])[-1]
