"""How does the interface look? Takes the screenshots in this folder, of the sample articles on a real server.

Needs Debian's Chromium and a font for Han text; without such a font Chinese would be boxes, so it takes none.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
YINSUO = [sys.executable, "-m", "web.cli"]


class Picture(NamedTuple):
    """A page and its size in CSS pixels."""

    name: str
    address: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"


PICTURES = (
    Picture("results", "/?q=data+center", 1000, 760),
    Picture("article", "/articles/data-center-power?q=PUE", 1000, 760),
    Picture("dark", "/?q=数据中心&ticker=US:MSFT", 1000, 760, "dark"),
    Picture("phone", "/?q=数据中心&ui=zh", 390, 844),
)


def main() -> None:
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("needs chromium: apt-get install chromium")
    fonts = subprocess.run(["fc-list", ":lang=zh"], check=True, capture_output=True, text=True).stdout
    if not fonts.strip():
        sys.exit("needs a font for Han text: apt-get install fonts-noto-cjk")
    with tempfile.TemporaryDirectory() as index:
        samples = str(DOCS.parent / "samples")
        subprocess.run([*YINSUO, "reindex", samples, "--index", index], check=True, cwd=DOCS.parent)
        serve = [*YINSUO, "serve", "--index", index, "--port", "0"]
        with subprocess.Popen(serve, cwd=DOCS.parent, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                address = re.search(r"http://[^/\s]+", server.stdout.readline())
                if not address:
                    sys.exit("the server did not start")
                take(chromium, address.group())
            finally:
                server.terminate()


def take(chromium: str, address: str) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in PICTURES:
            page = browser.new_page(
                base_url=address,
                viewport={"width": picture.width, "height": picture.height},
                color_scheme=picture.scheme,
                locale="en-US",
            )
            page.goto(picture.address)
            page.reload()  # so that the time shown excludes what the first query loads
            page.screenshot(path=DOCS / f"{picture.name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
