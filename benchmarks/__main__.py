"""`make bench`: every figure beside a plain way of doing the same, in the same run."""

from __future__ import annotations

import platform
import sys
from datetime import UTC, datetime

import numpy as np
import scipy

from benchmarks import board, pairing


def main() -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()} · Python {platform.python_version()}"
          f" · NumPy {np.__version__} · SciPy {scipy.__version__}")  # fmt: skip
    pairing.main()
    board.main()


if __name__ == "__main__":
    sys.exit(main())
