"""House rules that no linter knows (DESIGN, sections 3 and 13)."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("desktop", "views", "storage", "resources")
LONGEST = 500
# Tables of data written as Python; anything else is split instead.
LONG_DATA: set[str] = set()


def sources(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py") if "__pycache__" not in path.parts)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


ALL = [*sources(*SHIPPED, "tests"), *sorted((ROOT / "installer").glob("*.py"))]
Trees = dict[Path, ast.Module]


@pytest.fixture(scope="module")
def trees() -> Trees:
    """Every module of the project, parsed once and let go at the end."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in ALL}


def dotted(node: ast.AST) -> str:
    """``a.b.c`` for a chain of attributes of a name, else nothing."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Dotted name and line of each call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (called := dotted(node.func)):
            yield called, node.lineno


def imported(tree: ast.AST) -> Iterator[str]:
    """Dotted names of everything a module imports, names taken from a module included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# --- rules: each takes a module's tree and gives what breaks it ------------------------------------------------

NETWORK = {"socket", "ssl", "urllib.request", "http", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "urllib3",
           "PySide6.QtNetwork", "socketserver", "xmlrpc", "webbrowser"}  # fmt: skip


def network(tree: ast.AST) -> list[str]:
    return [module for module in imported(tree) if any(module == n or module.startswith(n + ".") for n in NETWORK)]


WORLD = re.compile(
    r"(datetime\.)?(datetime\.(now|utcnow|today)|date\.today)|time\.(time|time_ns|localtime|gmtime)"
    r"|(uuid|uuid_utils)\.\w*|random\.\w+|numpy\.random\.\w+|QDate(Time)?\.current\w*|QTime\.current\w*|QUuid\.createUuid"
)
WORLD_MODULES = re.compile(r"(random|uuid|uuid_utils)(\..*)?|time\.(time|time_ns)")


def asks_the_world(tree: ast.AST) -> list[str]:
    asked = [f"{called} in line {line}" for called, line in calls(tree) if WORLD.fullmatch(called)]
    return asked + [module for module in imported(tree) if WORLD_MODULES.fullmatch(module)]


def style_sheets(tree: ast.AST) -> list[str]:
    return [f"{called} in line {line}" for called, line in calls(tree) if called.endswith(".setStyleSheet")]


def bare_writes(tree: ast.AST) -> list[str]:
    """Cells are written by write_string, write_number, write_datetime: ``write`` makes formulas of "=1+1"."""
    if not any(module.split(".")[0] == "xlsxwriter" for module in imported(tree)):
        return []
    return [f"{called} in line {line}" for called, line in calls(tree) if called.endswith((".write", ".write_formula"))]


def makes_released(tree: ast.AST) -> list[str]:
    names = [dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    used = [used for used in names if used.endswith(("released._make", "released._MAKER"))]
    return used + [module for module in imported(tree) if module.endswith(("released._make", "released._MAKER"))]


# Rule -> (where it holds, modules it does not hold for, an example that breaks it).
RULES: dict[str, tuple[Callable[[ast.AST], list[str]], tuple[str, ...], tuple[str, ...], str]] = {
    "no network": (network, SHIPPED, (), "from urllib.request import urlopen"),
    "one clock, one chance": (asks_the_world, SHIPPED, ("storage/circumstances.py",), "datetime.now(UTC)"),
    "style in the theme": (style_sheets, ("desktop", "views"), ("desktop/qt/theme",), "self.button.setStyleSheet('x')"),
    "no live formulas": (bare_writes, SHIPPED, (), "import xlsxwriter\nsheet.write(0, 0, text)"),
    "released by the engine": (
        makes_released,
        (*SHIPPED, "tests"),
        ("desktop/redaction/", "tests/"),
        "from desktop.redaction.released import _make",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_kept(rule: str, trees: Trees) -> None:
    check, rooms, exempt, _ = RULES[rule]
    modules = [path for path in trees if path.relative_to(ROOT).parts[0] in rooms and not name(path).startswith(exempt)]
    broken = {name(path): found for path in modules if (found := check(trees[path]))}
    assert not broken


@pytest.mark.parametrize("rule", RULES)
def test_rule_notices_a_breach(rule: str) -> None:
    check, _, _, example = RULES[rule]
    assert check(ast.parse(example))


@pytest.mark.parametrize(
    "code",
    ["import uuid", "time.time()", "import random", "date.today()", "from uuid_utils import uuid7", "random.choice(a)",
     "QDateTime.currentDateTime()", "datetime.datetime.utcnow()"],
)  # fmt: skip
def test_every_way_to_ask_for_the_time_or_chance_is_seen(code: str) -> None:
    assert asks_the_world(ast.parse(code))


def test_secrets_and_time_limits_may_be_asked_for() -> None:
    assert not asks_the_world(ast.parse("import secrets, time\nsecrets.token_bytes(32)\ntime.monotonic()"))


# --- files ----------------------------------------------------------------------------------------------------


def test_every_module_says_what_it_is(trees: Trees) -> None:
    assert [name(path) for path, tree in trees.items() if not ast.get_docstring(tree)] == []


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in sources(*SHIPPED, "tests")}
    assert [name(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_module_is_too_long_to_read() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ALL}
    assert {path: length for path, length in lengths.items() if length > LONGEST and path not in LONG_DATA} == {}


IN_A_CIRCLE = {"desktop.reports.setting", "views.release.review_page"}
"""Still in a circle with the modules they were cut into; nothing is added here."""


def needs(trees: Trees) -> dict[str, set[str]]:
    """What each shipped module imports of the others: at its head, in a function, or for its types alone."""
    paths = {path: name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in trees}
    known = set(paths.values())
    found: dict[str, set[str]] = {}
    for path, tree in trees.items():
        if name(path).split("/")[0] in SHIPPED:
            asked = found[paths[path]] = set()
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    asked |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    inside = {f"{node.module}.{alias.name}" for alias in node.names}
                    asked |= inside & known or {node.module}
            asked.discard(paths[path])
    return found


def in_a_circle(graph: dict[str, set[str]]) -> set[str]:
    """The modules that need themselves by way of others."""
    left = {module: set(needed) & graph.keys() for module, needed in graph.items()}
    while gone := {module for module, needed in left.items() if not needed}:
        left = {module: needed - gone for module, needed in left.items() if module not in gone}
    reached = dict(left)
    for _ in range(len(left)):
        wider = {module: needed.union(*(reached[one] for one in needed)) for module, needed in reached.items()}
        if wider == reached:
            break
        reached = wider
    return {module for module, needed in reached.items() if module in needed}


def test_no_module_needs_itself_not_even_for_types(trees: Trees) -> None:
    assert in_a_circle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == {"b", "c"}
    graph = needs(trees)
    assert in_a_circle({module: graph[module] for module in graph.keys() - IN_A_CIRCLE}) == set()


# A home folder, a drive, a mounted share, a build folder. Written in pieces so that this file keeps its own rule.
MACHINE = re.compile(
    "|".join(
        (
            r"/ho" r"me/[a-z]\w+/",
            r"/Us" r"ers/[A-Za-z]\w+/",
            r"C:\\" r"\\?Users",
            r"/wo" r"rk/",
            r"/ro" r"ot/",
            r"/tm" r"p/\w\w+",
        )
    )
)
TEXTUAL = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".csv",
    ".json",
    ".svg",
    ".lock",
    ".spec",
    ".sh",
    ".cfg",
    ".ini",
    ".yaml",
    ".html",
    "",
}


def kept_files() -> list[Path]:
    """What git keeps or would keep; outside a checkout everything but what tools make."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if found.returncode == 0:
        return [ROOT / part.decode() for part in found.stdout.split(b"\0") if part]
    return [
        path for path in ROOT.rglob("*") if not any(part.startswith((".venv", "__py", ".git")) for part in path.parts)
    ]


def test_no_path_of_a_machine_is_written_anywhere() -> None:
    files = [path for path in kept_files() if path.suffix in TEXTUAL and path.is_file()]
    assert len(files) > 100
    found = {}
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if MACHINE.search(line):
                found[f"{name(path)}:{number}"] = line.strip()[:100]
    assert not found


def test_the_readme_is_a_screenful_with_both_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 45
    assert "python3 installer/bootstrap.py run" in text
    assert "python3 installer/bootstrap.py test" in text
    for folder in (*SHIPPED, "tests", "installer"):
        assert f"`{folder}/`" in text


def test_the_checking_machine_runs_the_second_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 installer/bootstrap.py test" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_entry_point_carries_neither_window_nor_store(trees: Trees) -> None:
    top = [
        node for node in trees[ROOT / "desktop" / "__main__.py"].body if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    modules = {module.split(".")[0] for node in top for module in imported(ast.Module([node], []))}
    assert modules <= {"__future__", "multiprocessing", "sys"}
