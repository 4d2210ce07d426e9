"""Benchmark of start-up, reported as ratios within one run: python tests/benchmarks/bench_cli.py

Every time is that of a whole process, the least of several runs taken in turn.
"""

from __future__ import annotations

import subprocess
import sys
import time

ROUNDS = 15
COMMANDS = {
    "import click": ["-c", "import click"],
    "poc-symbolic --help": ["-m", "poc_symbolic.cli.main", "--help"],
    "import poc_symbolic": ["-c", "import poc_symbolic"],
    "derive He4": ["-m", "poc_symbolic.cli.main", "derive", "--activation", "He4"],
}


def seconds(arguments: list[str]) -> float:
    """Wall-clock time of one Python process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print every time and the ratio."""
    best = {name: float("inf") for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            best[name] = min(best[name], seconds(arguments))
    for name, least in best.items():
        print(f"  {name:24} {1000 * least:8.1f} ms")
    ratio = best["poc-symbolic --help"] / best["import click"]
    print(f"ratio --help / import click   {ratio:6.2f}   (wanted: at most 2)")


if __name__ == "__main__":
    main()
