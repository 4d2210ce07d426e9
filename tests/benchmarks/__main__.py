"""Run every benchmark of this folder, each in a process of its own: ``python -m tests.benchmarks``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run ``bench_*.py`` in order; 1 if one of them fails."""
    failed = False
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"== {path.stem}", flush=True)
        failed |= subprocess.run([sys.executable, str(path)], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
