"""The recipe of the packed program holds all it needs, on Linux and on Windows, and no network."""

from __future__ import annotations

import ast
import glob
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / "packaging" / "carnet.spec"
BINARIES = [
    ("PySide6/QtCore.abi3.so", "QtCore.abi3.so", "EXTENSION"),
    ("PySide6/Qt/lib/libQt6Core.so.6", "libQt6Core.so.6", "BINARY"),
    ("PySide6/Qt/lib/libQt6Network.so.6", "libQt6Network.so.6", "BINARY"),
    ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
    ("libQt6Network.so.6", "PySide6/Qt/lib/libQt6Network.so.6", "SYMLINK"),
    ("libgtk-3.so.0", "libgtk-3.so.0", "BINARY"),
    ("PySide6/Qt/plugins/platforms/libqxcb.so", "libqxcb.so", "BINARY"),
    ("PySide6/plugins/platforms/qwindows.dll", "qwindows.dll", "BINARY"),
    ("PySide6/Qt/plugins/platforms/libqoffscreen.so", "libqoffscreen.so", "BINARY"),
    ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "libqgtk3.so", "BINARY"),
    ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "libqopensslbackend.so", "BINARY"),
    ("PySide6/Qt/plugins/imageformats/libqsvg.so", "libqsvg.so", "BINARY"),
    ("PySide6/Qt/plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
     "libcompose.so", "BINARY"),
]  # fmt: skip
NEEDS = {"QtCore.abi3.so": "libQt6Core.so.6", "libqgtk3.so": "libgtk-3.so.0"}
TRANSLATIONS = [
    (f"PySide6/Qt/translations/{name}.qm", name, "DATA") for name in ("qtbase_fr", "qtbase_ja")
]


@pytest.fixture
def cook(tmp_path, monkeypatch):
    """Run the recipe with a PyInstaller that only notes what it is asked for."""

    def run(platform: str) -> SimpleNamespace:
        for name in {source for _, source, kind in BINARIES if kind != "SYMLINK"}:
            (tmp_path / name).touch()
        found = SimpleNamespace(programs=[])

        def analysis(scripts, **asked):
            found.scripts, found.asked = scripts, asked
            found.analysis = SimpleNamespace(
                binaries=[
                    (target, source if kind == "SYMLINK" else str(tmp_path / source), kind)
                    for target, source, kind in BINARIES
                ],
                datas=list(TRANSLATIONS),
                pure=[],
                scripts=[],
            )
            return found.analysis

        bindepend = SimpleNamespace(
            get_imports=lambda path: [
                (NEEDS[Path(path).name], None)] if Path(path).name in NEEDS else []
        )  # fmt: skip
        hooks = ModuleType("PyInstaller.utils.hooks")
        hooks.collect_data_files = lambda name: [(f"{name}/zones", name)]
        hooks.collect_submodules = lambda name: [f"{name}.tout"]
        depend = ModuleType("PyInstaller.depend")
        depend.bindepend = bindepend
        for name, module in {
            "PyInstaller": ModuleType("PyInstaller"),
            "PyInstaller.depend": depend,
            "PyInstaller.utils": ModuleType("PyInstaller.utils"),
            "PyInstaller.utils.hooks": hooks,
        }.items():
            monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.setattr(sys, "platform", platform)
        names = {
            "SPECPATH": str(RECIPE.parent),
            "Analysis": analysis,
            "PYZ": lambda _pure: None,
            "EXE": lambda *_parts, **asked: found.programs.append(asked),
            "COLLECT": lambda *_parts, **_asked: None,
        }
        exec(compile(RECIPE.read_text("utf-8"), str(RECIPE), "exec"), names)  # noqa: S102 - ours
        found.targets = {target for target, *_ in found.analysis.binaries}
        return found

    return run


def test_every_script_and_data_file_of_the_recipe_exists(cook):
    found = cook("linux")

    assert [path for path in found.scripts if not Path(path).is_file()] == []
    assert [source for source, _ in found.asked["datas"] if not glob.glob(source)] == []  # noqa: PTH207 - a pattern


def test_the_scripts_of_the_base_lie_where_the_program_looks_for_them(cook):
    from desktop.storage.schema import KNOWN, MIGRATIONS

    taken = {
        ROOT / target / Path(path).name
        for source, target in cook("linux").asked["datas"]
        for path in glob.glob(source)  # noqa: PTH207 - a pattern
    }
    revisions = set((MIGRATIONS / "versions").glob("v*.py"))

    assert MIGRATIONS / "env.py" in taken
    assert len(revisions) == len(KNOWN)
    assert revisions <= taken


def test_linux_keeps_what_is_used_of_qt_and_neither_network_nor_orphans(cook):
    found = cook("linux")

    assert {Path(target).name for target in found.targets} == {
        "QtCore.abi3.so",
        "libQt6Core.so.6",
        "libqxcb.so",
        "qwindows.dll",
        "libqoffscreen.so",
        "libqsvg.so",
        "libcomposeplatforminputcontextplugin.so",
    }
    assert [target for target, *_ in found.analysis.datas] == [TRANSLATIONS[0][0]]
    assert [one["name"] for one in found.programs] == ["carnet"]


def test_windows_gets_its_time_zones_and_a_program_without_a_console(cook):
    found = cook("win32")

    assert ("tzdata/zones", "tzdata") in found.asked["datas"]
    assert {one["name"]: one["console"] for one in found.programs} == {
        "carnet": True,
        "Carnet de quartier": False,
    }


def test_nothing_of_ours_imports_what_the_package_leaves_out(cook):
    left_out = set(cook("linux").asked["excludes"])

    imported = set()
    for path in (ROOT / "desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module)

    assert "PySide6.QtNetwork" in left_out
    assert imported & left_out == set()
