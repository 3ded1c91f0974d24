"""``majung bundle``: all that a closed network (망분리) needs, in one file with checksums."""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

import majung
from majung.cli.given import require_place
from majung.cli.output import Json, Words, language, refuse, say, say_json, told
from majung.errors import PolicyFinanceError

app = App(name="bundle", help="All that a closed network needs.", help_format="plaintext")

ROOT = Path(majung.__file__).parents[2]
LOCKS = ("requirements.lock",)
#: What stands beside the sources and is needed to set Majung up.
TAKEN = (
    "src", "docs", "examples", "tools", "tests", "run", "test", "pyproject.toml",
    "requirements.lock", "tests.lock", "README.md", "LICENSE", "ARCHITECTURE.md", "CHANGELOG.md",
)  # fmt: skip
PACKAGES = (".whl", ".tar.gz")
LEFT_OUT = ("__pycache__", ".pyc", ".egg-info")
CHECKSUMS = "SHA256SUMS"
WORDS: Words = {
    "ko": {
        "fetching": "꾸러미를 내려받는 중: {lock}",
        "made": "{file}: 꾸러미 {wheels}개, 파일 {files}개",
        "how": "닫힌 망에서: tar xf {name} && cd {folder} && sha256sum -c SHA256SUMS &&"
        " python3 -m venv .venv && .venv/bin/pip install --no-index --find-links wheels"
        " --require-hashes -r requirements.lock && .venv/bin/pip install --no-index"
        " --no-build-isolation --no-deps . && .venv/bin/majung doctor",
    },
    "en": {
        "fetching": "fetching the packages of {lock}",
        "made": "{file}: {wheels:package/packages}, {files:file/files}",
        "how": "in the closed network: tar xf {name} && cd {folder} && sha256sum -c SHA256SUMS &&"
        " python3 -m venv .venv && .venv/bin/pip install --no-index --find-links wheels"
        " --require-hashes -r requirements.lock && .venv/bin/pip install --no-index"
        " --no-build-isolation --no-deps . && .venv/bin/majung doctor",
    },
}  # fmt: skip


class PackagesNotFetchedError(PolicyFinanceError):
    """A bundle holds every package that the lock names."""

    kind = "packages-not-fetched"


class SourcesNotHereError(PolicyFinanceError):
    """A bundle is made from a checkout, which holds locks and sources."""

    kind = "sources-not-here"


@app.default
def bundle(
    file: Path,
    /,
    *,
    wheels: Annotated[
        Path | None, Parameter(help="Folder that holds the packages already; none is fetched.")
    ] = None,
    json: Json = False,
) -> None:
    """Write sources, locks and every package of the locks into FILE (.tar), with checksums."""
    if not (ROOT / LOCKS[0]).exists():
        raise SourcesNotHereError(folder=str(ROOT))
    require_place(file)
    with tempfile.TemporaryDirectory() as folder:
        fetched = wheels or _fetched(Path(folder))
        packages = sorted(path for path in fetched.iterdir() if path.name.endswith(PACKAGES))
        count = _packed(file, packages)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if json:
        say_json({"file": str(file), "packages": len(packages), "files": count, "sha256": digest})
        return
    words = WORDS[language()]
    say(told(words["made"], file=str(file), wheels=len(packages), files=count))
    say(f"SHA-256 {digest}")
    say(words["how"].format(name=file.name, folder=_name()))


def _fetched(folder: Path) -> Path:
    """Download every package a lock names, as its hashes say, into a folder."""
    for lock in LOCKS:
        refuse(WORDS[language()]["fetching"].format(lock=lock))
        command = [
            _python_with_pip(), "-m", "pip", "download", "--quiet", "--require-hashes",
            "--only-binary", ":all:", "--dest", str(folder), "-r", str(ROOT / lock),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own lock
        if done.returncode != 0:
            reason = (done.stderr.strip().splitlines() or ["pip"])[-1]
            raise PackagesNotFetchedError(lock=lock, reason=reason)
    return folder


def _python_with_pip() -> str:
    """Return a Python of this version that has pip: a virtual environment often has none."""
    base = (
        Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    )
    for python in (sys.executable, str(base)):
        command = [python, "-m", "pip", "--version"]
        try:
            done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - Python's own
        except OSError:
            continue
        if done.returncode == 0:
            return python
    raise PackagesNotFetchedError(lock=LOCKS[0], reason="pip")


def _packed(file: Path, packages: list[Path]) -> int:
    """Write the archive under another name first; return how many files it holds."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    sums: list[str] = []
    with tarfile.open(unfinished, "w") as archive:
        for path in _sources():
            _add(archive, path, path.relative_to(ROOT).as_posix(), sums)
        for package in packages:
            _add(archive, package, f"wheels/{package.name}", sums)
        with tempfile.NamedTemporaryFile("w", suffix=CHECKSUMS) as listed:
            listed.writelines(sums)
            listed.flush()
            archive.add(listed.name, f"{_name()}/{CHECKSUMS}", filter=_plain)
    unfinished.replace(file)
    return len(sums)


def _sources() -> list[Path]:
    found: list[Path] = []
    for name in TAKEN:
        path = ROOT / name
        found += sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else []
        found += [path] if path.is_file() else []
    return [path for path in found if not any(mark in str(path) for mark in LEFT_OUT)]


def _add(archive: tarfile.TarFile, path: Path, name: str, sums: list[str]) -> None:
    archive.add(path, f"{_name()}/{name}", filter=_plain)
    sums.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n")


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who packed it and when: the same sources and packages give the same bytes."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    # Whether a file may be run is kept, and nothing else of its rights.
    member.mode = 0o755 if member.mode & 0o100 else 0o644
    return member


def _name() -> str:
    return f"majung-{majung.__version__}"
