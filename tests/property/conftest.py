"""Settings of all property tests: the same examples every time, and no clock.

A first example may compile a kernel, so a deadline would measure the compiler.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
