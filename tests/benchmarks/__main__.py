"""``python -m tests.benchmarks [NAME...]``: each figure as a ratio to its yardstick, measured side by side in one run.

A module of this folder takes part when it has ``measure()``, which gives rows of name, ratio, limit and the absolute
figures in words. Absolute figures are printed beside and never asserted; exit 1 says that a ratio is over its limit.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator

from tests import benchmarks

Figure = tuple[str, float, float, str]


def modules(chosen: list[str]) -> Iterator[str]:
    """The names of the modules to run, all of them when none is named."""
    for module in sorted(one.name for one in pkgutil.iter_modules(benchmarks.__path__)):
        if not module.startswith("_") and (not chosen or module in chosen):
            yield module


def main(chosen: list[str]) -> int:
    """Measure and print; gives the exit status."""
    over = False
    for name in modules(chosen):
        module = importlib.import_module(f"{benchmarks.__name__}.{name}")
        if not hasattr(module, "measure"):
            continue
        figures: list[Figure] = module.measure()
        for what, ratio, limit, said in figures:
            within = ratio <= limit
            over = over or not within
            sys.stdout.write(
                f"{name:10} {what:60} {ratio:8.2f}  limit {limit:6.2f}  {'' if within else 'OVER '}{said}\n"
            )
            sys.stdout.flush()
    return int(over)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
