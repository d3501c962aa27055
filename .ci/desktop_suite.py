"""Says in a line whether tests/desktop ran, from the report that pytest wrote (`--junitxml`)."""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

NAME = "Desktop suite (tests/desktop):"


def line(report: Path) -> str:
    """What `report` says of the suite; one that is missing or damaged says nothing of it."""
    try:
        cases = list(ET.parse(report).iter("testcase"))
    except (OSError, ET.ParseError):
        return f"{NAME} DID NOT RUN, pytest left no report"
    # By name: a test that fails and then cannot clean up is in the report twice.
    every: set[tuple[str, str]] = set()
    failed: set[tuple[str, str]] = set()
    skipped: set[tuple[str, str]] = set()
    reasons: list[str] = []
    for case in cases:
        test = case.get("classname", ""), case.get("name", "")
        if not test[0].startswith("tests.desktop."):
            continue
        every.add(test)
        if case.find("failure") is not None or case.find("error") is not None:
            failed.add(test)
        elif (skip := case.find("skipped")) is not None:
            skipped.add(test)
            reasons.append(skip.get("message", ""))
    why = "; ".join(dict.fromkeys(reasons))
    if not every:
        return f"{NAME} DID NOT RUN, none of its tests was collected"
    if every == skipped:
        return f"{NAME} SKIPPED, all {len(every)} tests: {why}"
    text = f"{NAME} ran, {len(every - failed - skipped)} of {len(every)} tests passed"
    if failed:
        text += f", {len(failed)} FAILED"
    if skipped:
        text += f", {len(skipped)} skipped: {why}"
    return text


if __name__ == "__main__":
    print(line(Path(sys.argv[1])))
