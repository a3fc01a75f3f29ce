"""Pages as a browser shows them: contrast and structure by axe-core, and a walk with the keyboard alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES

import sayso

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    sayso.extract({"id": SAMPLES[1].stem, "text": SAMPLES[1].read_bytes().decode()}).to_html(path)
    return path


@pytest.mark.parametrize("width", [1200, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(browser: Any, page: Path, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    seen = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    asked: list[str] = []
    seen.on("request", lambda request: asked.append(request.url))
    seen.goto(page.as_uri())
    assert asked == [page.as_uri()]
    seen.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(seen).response
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    assert "color-contrast" in {passed["id"] for passed in found["passes"]}
    # nothing is cut off at the side
    assert seen.evaluate("document.documentElement.scrollWidth") <= width
    seen.close()


def test_keyboard(browser: Any, page: Path) -> None:
    """Tab reaches every link in the order of the page, each is seen to have the focus, and Enter follows it."""
    seen = browser.new_page()
    seen.goto(page.as_uri())
    links = re.findall(r'href="(#[^"]+)"', page.read_text(encoding="utf-8"))
    reached = []
    for _ in links:
        seen.keyboard.press("Tab")
        reached.append(seen.evaluate("document.activeElement.getAttribute('href')"))
        assert seen.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached == links
    seen.keyboard.press("Tab")
    assert seen.evaluate("document.activeElement.tagName") == "SUMMARY"
    seen.keyboard.press("Enter")
    assert seen.evaluate("document.querySelector('details').open")
    seen.locator("a").first.focus()
    seen.keyboard.press("Enter")
    assert seen.url.endswith(links[0])
    seen.close()
