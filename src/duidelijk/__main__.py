"""``python -m duidelijk`` is ``duidelijk``."""

from duidelijk.cli import main

if __name__ == "__main__":
    main()
