# RUN: %pytest -rs %s
"""The page of a kernel in headless Chromium: load, click, search, keys, and nothing on the console."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.hosts import installed
from support.root import ROOT
from support.run import lanewise

webdriver = pytest.importorskip("selenium.webdriver")
from selenium.webdriver.common.by import By  # noqa: E402 - needs selenium
from selenium.webdriver.common.keys import Keys  # noqa: E402

CORPUS = ROOT / "test/corpus/attention_f16.sm_80.before.mlir"
EXAMPLE = ROOT / "examples/attention.mlir"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
FLAGS = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1600,1000"]

in_browser = pytest.mark.skipif(not (BROWSER and DRIVER), reason="no chromium with chromedriver on this machine")
needs_iree = pytest.mark.skipif(not installed("iree"), reason="the corpus needs iree-base-compiler")


def write_page(kernel: Path, page: Path, host: str) -> Path:
    done = lanewise("lanewise-view", kernel, "-o", page, host=host)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return page


def data_of(page: Path) -> dict[str, Any]:
    match = re.search(r'<script id="data" type="application/json">(.*?)</script>', page.read_text(), re.DOTALL)
    assert match
    found: dict[str, Any] = json.loads(match[1])
    return found


@pytest.fixture(scope="module")
def attention(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(CORPUS, tmp_path_factory.mktemp("page") / "attention.html", "iree")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: Any, attention: Path) -> Iterator[Any]:
    """Open, and quiet to the end."""
    browser.get("about:blank")  # Else only the fragment of the address would change.
    browser.get(attention.as_uri())
    yield browser
    assert browser.get_log("browser") == []


def press(page: Any, *keys: str) -> None:
    page.switch_to.active_element.send_keys(*keys)


def panel(page: Any) -> str:
    return str(page.find_element(By.ID, "panel").text)


def value(page: Any, name: str, line: int) -> Any:
    row = page.find_elements(By.CSS_SELECTOR, ".row")[line - 1]
    return next(one for one in row.find_elements(By.CSS_SELECTOR, ".value") if one.text == name)


@needs_iree
def test_every_vector_in_the_text_is_known(attention: Path) -> None:
    data = data_of(attention)
    lines = CORPUS.read_text().split("\n")
    assert data["lines"] == lines
    defined = {(data["values"][token[3]]["name"].partition("#")[0], token[0]) for token in data["tokens"] if token[4]}
    # What the text itself calls a vector: results by the type at the end of their line.
    vectors = re.compile(r"\s*(%\w+) = .*(?:: |to |-> |into |, )vector<[^>]*>$")
    expected = {(match[1], at) for at, line in enumerate(lines, 1) if (match := vectors.match(line))}
    assert len(expected) > 50
    assert expected <= defined
    for line, start, end, number, _, _ in data["tokens"]:
        assert (
            lines[line - 1][start:end].partition(":")[0].partition("#")[0]
            == (data["values"][number]["name"].partition("#")[0])
        )


@needs_iree
def test_each_layout_is_drawn_once_and_each_chain_ends_at_an_anchor(attention: Path) -> None:
    data = data_of(attention)
    texts = [layout["text"] for layout in data["layouts"]]
    assert len(set(texts)) == len(texts) > 10
    assert all(layout["svg"].startswith("<svg") for layout in data["layouts"])
    for row in data["values"]:
        step = row["step"]
        assert data["steps"][step][1::2][:2] == [row["name"], row["layout"]]
        while data["steps"][step][5] >= 0:
            step = data["steps"][step][5]
        assert data["steps"][step][4] == "the anchor"


def test_text_from_the_kernel_cannot_end_the_script(tmp_path: Path) -> None:
    kernel = tmp_path / "a.mlir"
    kernel.write_text('func.func @"</script><b>"() {\n  return\n}\n')
    page = write_page(kernel, tmp_path / "a.html", "upstream")
    assert "</script><b>" not in page.read_text()
    assert data_of(page)["lines"][0].startswith('func.func @"</script><b>"')


def test_names_are_found_behind_characters_that_scripts_count_twice(tmp_path: Path) -> None:
    kernel = tmp_path / "a.mlir"
    kernel.write_text('func.func @"\N{GRINNING FACE}é\N{GRINNING FACE}"(%v: vector<8xf32>) {\n  return\n}\n')
    data = data_of(write_page(kernel, tmp_path / "a.html", "upstream"))
    [[line, start, end, *_]] = data["tokens"]
    units = data["lines"][line - 1].encode("utf-16-le")
    assert units[2 * start : 2 * end].decode("utf-16-le") == "%v"


def test_nothing_is_fetched(tmp_path: Path) -> None:
    text = write_page(EXAMPLE, tmp_path / "a.html", "upstream").read_text()
    outside = re.sub(r'xmlns=\\?"http://www.w3.org/2000/svg\\?"', "", text)
    assert not re.search(r"https?://|\bsrc=|@import|url\(", outside)


@in_browser
@needs_iree
class TestInChromium:
    def test_load(self, page: Any) -> None:
        assert "attention_f16" in page.title
        assert len(page.find_elements(By.CSS_SELECTOR, ".row")) == len(CORPUS.read_text().split("\n"))
        assert "conversion by iree_vector_ext.to_layout" in panel(page)
        assert "Layouts of 67 vectors" in panel(page)
        colors = {one.value_of_css_property("background-color") for one in page.find_elements(By.CLASS_NAME, "defines")}
        assert len(colors) > 10

    def test_click_shows_picture_and_why(self, page: Any) -> None:
        value(page, "%36", 58).click()
        assert "%36" in panel(page)
        assert "the anchor" in panel(page)
        assert "required of operand #0 of 'iree_vector_ext.to_layout' at line 59" in panel(page)
        assert page.find_elements(By.CSS_SELECTOR, "#panel .picture svg text")
        # The chain leads to the anchor.
        page.find_element(By.CSS_SELECTOR, "#panel ol").find_element(By.LINK_TEXT, "%37").click()
        assert panel(page).startswith("%37")

    def test_a_pack_shows_all_that_it_defines(self, page: Any) -> None:
        value(page, "%20:3", 43).click()
        assert all(f"%20#{number}" in panel(page) for number in range(3))

    def test_search(self, page: Any) -> None:
        press(page, "/")
        press(page, "math.exp2")
        found = page.find_element(By.ID, "found")
        assert found.text == "1 of 2 lines"
        assert len(page.find_elements(By.CSS_SELECTOR, ".row.hit")) == 2
        press(page, Keys.ENTER)
        assert found.text == "2 of 2 lines"
        assert "math.exp2 %44" in page.find_element(By.CSS_SELECTOR, ".row.at").text
        press(page, "no such thing")
        assert found.text == "nothing found"

    def test_keys(self, page: Any) -> None:
        press(page, "j")
        first = page.find_element(By.CSS_SELECTOR, ".value.selected").text
        press(page, "j")
        assert page.find_element(By.CSS_SELECTOR, ".value.selected").text != first
        press(page, "k")
        assert page.find_element(By.CSS_SELECTOR, ".value.selected").text == first == "%cst"
        press(page, "n")
        assert "conversion at line 73" in panel(page)
        press(page, Keys.ESCAPE)
        assert "Costs" in panel(page)

    def test_light_and_dark(self, page: Any) -> None:
        seen = set()
        for scheme in ("light", "dark"):
            features = [{"name": "prefers-color-scheme", "value": scheme}]
            page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
            seen.add(page.find_element(By.TAG_NAME, "body").value_of_css_property("background-color"))
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        assert len(seen) == 2

    def test_a_fault_of_the_script_would_be_seen(self, browser: Any, attention: Path, tmp_path: Path) -> None:
        broken = tmp_path / "broken.html"
        broken.write_text(attention.read_text().replace("fill();", "fill(; "))
        browser.get(broken.as_uri())
        assert "SyntaxError" in str(browser.get_log("browser"))

    def test_two_thousand_lines_without_lag(self, browser: Any, tmp_path: Path) -> None:
        long = write_page(long_kernel(tmp_path / "long.mlir"), tmp_path / "long.html", "iree")
        browser.get(long.as_uri())
        timing = "const [one] = performance.getEntriesByType('navigation'); return one.domComplete"
        assert browser.execute_script(timing) < 5000
        step = "stepValue(1); void document.body.offsetHeight;"
        timed = f"const start = performance.now(); {step} return performance.now() - start"
        times = sorted(browser.execute_script(timed) for _ in range(15))
        # Measured: 0.3 s and 25 ms on two cores; the limits leave room for slower machines.
        assert times[len(times) // 2] < 200
        assert browser.get_log("browser") == []


def long_kernel(path: Path) -> Path:
    """The body of the kernel again and again, with names of its own each time."""
    lines = CORPUS.read_text().split("\n")
    first = next(number for number, line in enumerate(lines) if "scf.forall" in line) + 1
    last = next(number for number, line in enumerate(lines) if line.startswith("  } {mapping"))
    head, body, tail = lines[:first], "\n".join(lines[first:last]), lines[last:]
    inner = set(re.findall(r"(%[\w]+)(?::\d+)? =", body)) | {"%arg3", "%arg4", "%arg5", "%arg6"}
    copies = [
        re.sub(r"%\w+", lambda match: f"%r{number}_{match[0][1:]}" if match[0] in inner else match[0], body)  # noqa: B023
        for number in range(29)
    ]
    path.write_text("\n".join([*head, *copies, *tail]))
    assert len(path.read_text().split("\n")) > 2000
    return path
