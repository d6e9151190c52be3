"""Install what the product needs and open it: `python3 scripts/run.py [streamlit options]`."""

import os
import subprocess
import sys

from environment import PROJECT, SERVER, python


def main() -> int:
    """Start the app on the sample brand, or on whatever was imported last."""
    interpreter = python("requirements.txt")
    command = [interpreter, "-m", "streamlit", "run", PROJECT / "app.py", *sys.argv[1:]]
    try:
        env = {**SERVER, **os.environ}
        return subprocess.run(command, cwd=PROJECT, env=env, check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
