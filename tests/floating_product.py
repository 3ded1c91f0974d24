"""The shipped preferential loan as if its bank's base rate followed a published one."""

from majung.programmes.shelf import shipped_files

KEY = "ai-autonomous-manufacturing"
PRODUCT = "ai-am-preferential-loan"
ANCHOR = "    business-day: following\n    conditions:\n"
RESET = """    business-day: following
    reset:
      component: {component}
      index: CD91
      cycle: {{2024-09-24: 3 months, source: motie-release, status: assumed}}
      observed-days-before: {{2024-09-24: 2 days, source: motie-release, status: assumed}}
    conditions:
"""


def floating_files(component="base-rate"):
    """Return the programme's files with reset days on a line of the rate."""
    files = dict(shipped_files(KEY))
    text = files["programme.yaml"].decode()
    assert text.count(ANCHOR) == 1
    files["programme.yaml"] = text.replace(ANCHOR, RESET.format(component=component)).encode()
    return files
