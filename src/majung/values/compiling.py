"""Compiling: integer functions become machine code, kept where an edit can never be missed.

Numba keeps compiled code beside the source of the function that was compiled and looks at that
file alone: edit a function that it calls, and the old code runs on.  So the folder of the code is
named by the digest of every source that takes part, the version of Numba and the processor; an
edit of any of them opens a new folder.

``MAJUNG_COMPILE_CACHE`` names another parent folder; ``NUMBA_DISABLE_JIT=1`` runs the same sources
uncompiled.  Importing Numba takes a second: packages never import it on the way in.
"""

import os
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

CACHE_VARIABLE = "MAJUNG_COMPILE_CACHE"
UNCOMPILED_VARIABLE = "NUMBA_DISABLE_JIT"

WORD_BITS = 64
SOURCES = Path(__file__).parents[1]
_IMPORT = re.compile(r"^from majung\.([\w.]+) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_MENTION = b"majung.values.compiling"
_COMPILES = re.compile(r"^from majung\.values\.compiling import ", re.MULTILINE)

_Function = TypeVar("_Function", bound=Callable[..., object])


def is_compiled() -> bool:
    """Tell whether functions are compiled in this process."""
    return os.environ.get(UNCOMPILED_VARIABLE, "0") in ("", "0")


def compiled_sources(root: Path = SOURCES) -> tuple[Path, ...]:
    """Return every source that compiled code depends on, sorted.

    These are the modules that compile, and whatever of this package they import: compiled code
    holds the values that its imports had when it was compiled.
    """
    found: set[Path] = set()
    # Hundreds of sources are looked through at every start: the bytes first, which is fast.
    contents = {path: path.read_bytes() for path in root.rglob("*.py")}
    waiting = [path for path, content in contents.items() if _compiles(content)]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(_imported(path, root))
    return tuple(sorted(found))


def digest(root: Path = SOURCES, *, maker: str = "") -> str:
    """Return the name of the folder that code compiled from these sources by `maker` belongs in."""
    hashed = sha256(maker.encode())
    for path in compiled_sources(root):
        hashed.update(f"\0{path.relative_to(root)}\0".encode())
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:32]


def cache_folder(name: str) -> Path | None:
    """Return the folder for compiled code of a digest, made if need be; None where none can be."""
    parent = os.environ.get(CACHE_VARIABLE) or _user_cache()
    folder = Path(parent).expanduser() / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _user_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base) / "majung" / "compiled"


def _compiles(content: bytes) -> bool:
    return _MENTION in content and bool(_COMPILES.search(content.decode()))


def _imported(path: Path, root: Path) -> Iterator[Path]:
    """Yield the modules of this package that a module imports, by either form of import."""
    for module, names in _IMPORT.findall(path.read_text("utf-8")):
        base = root.joinpath(*module.split("."))
        for part in (base, *(base / name for name in re.findall(r"\w+", names))):
            candidates = (part.with_suffix(".py"), part / "__init__.py")
            yield from (candidate for candidate in candidates if candidate.is_file())


def _uncompiled(function: _Function) -> _Function:
    return function


def _compiler(**more: bool) -> Callable[[_Function], _Function]:
    if not is_compiled():
        return _uncompiled
    # Only here: a process that runs uncompiled never pays for the import.
    import numba  # noqa: PLC0415 - the import is the cost that running uncompiled saves
    from llvmlite import binding  # type: ignore[import-untyped]  # noqa: PLC0415 - as above

    if numba.config.CPU_FEATURES is None:  # type: ignore[attr-defined]  # set at run time
        numba.config.CPU_FEATURES = _features(binding.get_host_cpu_features())  # type: ignore[attr-defined]  # as above
    maker = f"{numba.__version__} {binding.get_host_cpu_name()}"
    folder = cache_folder(digest(maker=maker))
    if folder is not None:
        numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]  # set at run time
    options: dict[str, Any] = {
        "cache": folder is not None,
        "nogil": True,
        # Division by nought is a fault of the caller that no path reaches: no check, no exception.
        "error_model": "numpy",
        # Compiled functions use the arrays they are given and make none, so nothing is counted:
        # counting every array at every call took two thirds of the time.
        "_nrt": False,
        "forceinline": False,
        **more,
    }
    decorate: Any = numba.njit(**options)

    def compiled_plainly(function: _Function) -> _Function:
        dispatcher = decorate(function)
        _forget_constants(dispatcher, numba.types.unliteral)
        return dispatcher  # type: ignore[no-any-return]  # Numba's decorators carry no types

    return compiled_plainly


def _features(host: Any) -> str:
    """Return what this processor can do, its longest rows of integers included.

    A compiler mostly keeps to half rows of processors that have whole ones, for those of an
    earlier generation ran slower while they used them.
    """
    features: str = host.flatten()
    return f"{features},-prefer-256-bit" if host.get("avx512f") else features


def _forget_constants(dispatcher: Any, unliteral: Callable[[Any], Any]) -> None:
    """Let a constant argument be any integer.

    Otherwise a function is compiled anew for each constant it is called with.
    """
    template_of = dispatcher.get_call_template

    def template(args: Any, kws: Any) -> Any:
        plain = {name: unliteral(kind) for name, kind in kws.items()}
        return template_of(tuple(unliteral(kind) for kind in args), plain)

    dispatcher.get_call_template = template


def _plain_high_product(first: int, second: int) -> int:
    return int(first) * int(second) >> WORD_BITS


def _plain_bit_length(number: int) -> int:
    return int(number).bit_length()


def _plain_natural(number: int) -> int:
    if number < 0:
        raise ValueError(f"{number} is below nought")
    return number


def _instructions() -> tuple[Callable[[int, int], int], Callable[[int], int], Callable[[int], int]]:
    """Return what the machine does in one step, or in none, and Numba has no name for.

    The product of two words, its high word; how many bits a word of 0 or more takes; and a word
    that is 0 or more, which the compiler then knows.
    """
    if not is_compiled():
        return _plain_high_product, _plain_bit_length, _plain_natural
    from llvmlite import ir  # noqa: PLC0415 - as above
    from numba import extending, types  # noqa: PLC0415 - as above

    def product_made(_context: Any, builder: Any, _signature: Any, words: Any) -> Any:
        wide = [builder.sext(word, ir.IntType(2 * WORD_BITS)) for word in words]
        high = builder.ashr(builder.mul(*wide), ir.Constant(wide[0].type, WORD_BITS))
        return builder.trunc(high, words[0].type)

    def length_made(_context: Any, builder: Any, _signature: Any, words: Any) -> Any:
        zeros = builder.ctlz(words[0], ir.Constant(ir.IntType(1), 0))
        return builder.sub(ir.Constant(words[0].type, WORD_BITS), zeros)

    def natural_known(_context: Any, builder: Any, _signature: Any, words: Any) -> Any:
        builder.assume(builder.icmp_signed(">=", words[0], ir.Constant(words[0].type, 0)))
        return words[0]

    def high_product(_typing: Any, _first: Any, _second: Any) -> Any:
        return types.int64(types.int64, types.int64), product_made

    def bit_length(_typing: Any, _number: Any) -> Any:
        return types.int64(types.int64), length_made

    def natural(_typing: Any, _number: Any) -> Any:
        return types.int64(types.int64), natural_known

    intrinsic: Any = extending.intrinsic
    return intrinsic(high_product), intrinsic(bit_length), intrinsic(natural)


#: Compile a function of integers and arrays of integers on its first call.
compiled = _compiler()
#: The same for a small function called very often: its code stands in the place of each call.
inlined = _compiler(forceinline=True)
#: Return the bits above the 64th of the product of two integers of 64 bits; and how many bits an
#: integer of 0 or more takes; and a number that is never below nought, as it is: an index that is
#: one is not looked for from the end, and uncompiled code holds it to that.
high_product, bit_length, natural = _instructions()
