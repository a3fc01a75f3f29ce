"""Draws view.png, the picture in README: a sample article's page in headless Chromium (Debian's package `chromium`)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import sayso

HERE = Path(__file__).parent
ARTICLE = HERE.parent / "examples" / "articles" / "01-ferry-budget.txt"
WIDTH, HEIGHT = 1160, 780


def main() -> int:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("no Chromium on PATH", file=sys.stderr)
        return 1
    extraction = sayso.extract({"id": ARTICLE.stem, "text": ARTICLE.read_text(encoding="utf-8")})
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        extraction.to_html(page)
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
        options += [f"--user-data-dir={folder}/profile", f"--window-size={WIDTH},{HEIGHT}"]
        command = [browser, *options, f"--screenshot={HERE / 'view.png'}", page.as_uri()]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=120)
    return 0


if __name__ == "__main__":
    sys.exit(main())
