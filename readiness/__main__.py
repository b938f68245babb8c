"""Run the program as `python -m readiness`."""

from readiness.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
