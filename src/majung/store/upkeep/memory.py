"""How much memory the database's process took that works for this one."""

from pathlib import Path

from majung.store.upkeep.owner import at_work

KILOBYTES_A_MEGABYTE = 1024
_PEAK = "VmHWM:"


def backend_memory_peak_megabytes() -> int:
    """Return the most memory a process of the embedded server held that works for this process.

    Memory that the server's processes share counts too.  0 where the system does not tell.
    """
    with at_work() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        processes = [pid for (pid,) in cursor.fetchall()]
    return max(map(_peak_megabytes, processes), default=0)


def _peak_megabytes(process: int) -> int:
    told = Path(f"/proc/{process}/status")
    lines = told.read_text("ascii", "replace").splitlines() if told.exists() else []
    peaks = [int(line.split()[1]) for line in lines if line.startswith(_PEAK)]
    return max(peaks, default=0) // KILOBYTES_A_MEGABYTE
