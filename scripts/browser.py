"""A Chromium and a font with Chinese characters for the browser tests, from the system where
there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
PACKAGES = ("chromium", "fonts-noto-cjk")


def ensure_browser(interpreter: Path) -> str:
    """The path of a Chromium; installs one, with a Chinese font, where the system lets us."""
    browser = _installed_browser()
    if not browser or not _has_chinese_font():
        _install(interpreter)
        browser = _installed_browser() or _playwrights(interpreter)
    if not browser:
        sys.exit("No Chromium was found, and none could be installed: install Chromium or Chrome.")
    return browser


def _installed_browser() -> str:
    named = next(filter(None, map(shutil.which, NAMES)), None)
    placed = next((place for place in PLACES if Path(place).exists()), "")
    return os.environ.get("NINE_SUPERS_BROWSER") or named or placed


def _has_chinese_font() -> bool:
    """Only Linux machines come without one."""
    if not sys.platform.startswith("linux") or not shutil.which("fc-list"):
        return not sys.platform.startswith("linux")
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(fonts.stdout.strip())


def _install(interpreter: Path) -> None:
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        print(f"Installing {' and '.join(PACKAGES)} ...", flush=True)
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", *PACKAGES]):
            command = [*sudo, "apt-get", *arguments]
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        return
    subprocess.run([interpreter, "-m", "playwright", "install", "chromium"], check=False)


def _playwrights(interpreter: Path) -> str:
    """Where playwright keeps a Chromium of its own, if it has one."""
    script = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    printed = subprocess.run(
        [interpreter, "-c", script], capture_output=True, text=True, check=False
    )
    path = printed.stdout.strip()
    return path if path and Path(path).exists() else ""
