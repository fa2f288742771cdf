"""Look up the locked packages in PyPI's list of known holes: ``audit.py LOCK``.

Fails for a known hole. What could not be looked up is said loudly and passes: a lost
network is no fault of the change that is being checked.
"""

import json
import subprocess
import sys
from typing import Any

BANNER = "!" * 72


def look_up(lock: str) -> tuple[list[dict[str, Any]], str]:
    """What pip-audit knows of each package, and its last words."""
    answer = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes"]
        + ["--timeout=10", "--progress-spinner=off", "--format=json"]
        + [f"--requirement={lock}"],
        capture_output=True,
        text=True,
        check=False,
    )
    last_words = (answer.stderr.strip().splitlines() or ["it said nothing"])[-1]
    try:
        return json.loads(answer.stdout)["dependencies"], last_words
    except (ValueError, KeyError):
        return [], last_words


def main(lock: str) -> int:
    packages, last_words = look_up(lock)
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, "
        f"mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for package in packages
        for hole in package.get("vulns", [])
    ]
    if not packages:
        print(f"{BANNER}\nNOT CHECKED for known holes: {last_words}\n{BANNER}")
    elif unknown:
        print(
            f"{BANNER}\nNOT CHECKED for known holes: {len(unknown)} of {len(packages)} "
            f"packages are not in the list that can be reached here.\n{BANNER}"
        )
    print(
        "\n".join(holes) or f"No known hole in {len(packages) - len(unknown)} packages."
    )
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
