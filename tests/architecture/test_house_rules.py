"""Rules of the house that no linter knows."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))
PYTHON_FILES = [ROOT / "dev.py", *SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]
LOCKS = [ROOT / "packaging" / f"verrou-{name}.txt" for name in ("execution", "outils", "paquet")]
MAX_LINES = 400
LONG_FILES = {
    "desktop/domain/changes.py": "the laws of the log are read together or not at all",
    "desktop/domain/codes.py": "the list of stored codes, without logic",
    "desktop/domain/relogement/codes.py": "the list of stored codes, without logic",
    "desktop/storage/migrations/versions/v0004_relogement.py": "frozen: the fourth schema in full",
    "desktop/storage/migrations/versions/v0001_socle.py": "frozen: the first schema in full",
}

GLOSSARY = (ROOT / "docs" / "glossaire.md").read_text("utf-8")
ALLOWED, FORBIDDEN = (
    set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE))
    for part in GLOSSARY.split("## Mots interdits")
)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tokens(path: Path, kind: int) -> Iterator[tokenize.TokenInfo]:
    source = io.BytesIO(path.read_bytes())
    return (token for token in tokenize.tokenize(source.readline) if token.type == kind)


def words(name: str) -> list[str]:
    """Split `MicroSiteDraft` and `micro_site_draft` alike."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_")


# --- places -------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["packaging", "resources"])
def test_folder_named_like_a_library_is_no_package(folder):
    assert list((ROOT / folder).rglob("__init__.py")) == []


def test_resources_are_data_and_never_code():
    assert [relative(path) for path in (ROOT / "resources").rglob("*.py")] == []


def test_long_files_have_a_reason():
    long = {
        relative(path) for path in SOURCES if len(path.read_text("utf-8").splitlines()) > MAX_LINES
    }

    assert long == set(LONG_FILES) & long, "split the file, or say why not in LONG_FILES"


# --- locks --------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_names_no_host_and_no_folder(lock):
    places = re.compile(r"://|--(?:extra-)?index-url|--find-links|file:|\s/|[A-Z]:\\")

    assert [line for line in lock.read_text("utf-8").splitlines() if places.search(line)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_library_has_a_version_and_a_hash(lock):
    blocks = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())

    assert len(blocks) > 5
    assert [
        block.splitlines()[0]
        for block in blocks
        if not re.match(r"[\w.-]+==\S+", block) or "--hash=sha256:" not in block
    ] == []


def test_tools_are_run_with_the_versions_that_ship():
    run, tools, packer = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE))
        for lock in LOCKS
    )

    assert {name: tools.get(name) for name in run} == run
    assert {name: tools.get(name, version) for name, version in packer.items()} == packer


# --- words --------------------------------------------------------------------------------


def test_no_identifier_uses_a_forbidden_synonym():
    used = {
        f"{relative(path)}:{token.start[0]}: {token.string}"
        for path in SOURCES
        for token in tokens(path, tokenize.NAME)
        if FORBIDDEN & set(words(token.string))
    }

    assert len(FORBIDDEN) > 10
    assert used == set()


def named_after_the_trade() -> Iterator[str]:
    """Yield what must be in the glossary: stored codes, drafts and synchronised tables."""
    domain = ROOT / "desktop" / "domain"
    models = sorted((ROOT / "desktop" / "models").glob("*.py"))
    named = ["codes.py", "espaces.py", "drafts.py", "relogement/codes.py"]
    named += [f"relogement/{path.name}" for path in domain.glob("relogement/drafts*.py")]
    for path in (*(domain / name for name in named), *models):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            if domain in path.parents or "Synced" in bases:
                yield node.name.removesuffix("Draft")


@pytest.mark.parametrize("name", sorted(set(named_after_the_trade())))
def test_name_of_the_trade_is_in_the_glossary(name):
    assert "_".join(words(name)) in ALLOWED or set(words(name)) <= ALLOWED


# --- code ---------------------------------------------------------------------------------


def test_every_suppression_names_its_rule_and_its_reason():
    reasoned = re.compile(
        r"#\s*(?:(?:ruff:\s*)?noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w-]+(?:,\s*[\w-]+)*\])"
        r"\s+(?:-|—|#)\s*\w.{3,}"
    )
    bare = [
        f"{relative(path)}:{token.start[0]}: {token.string}"
        for path in PYTHON_FILES
        for token in tokens(path, tokenize.COMMENT)
        if re.search(r"\bnoqa\b|type:\s*ignore", token.string) and not reasoned.search(token.string)
    ]

    assert bare == []


def test_only_the_theme_lays_a_style_sheet():
    """Qt ends the process when the sheet was taken off over a screen that is not shown yet."""
    laying = {
        relative(path)
        for path in PYTHON_FILES
        for token in tokens(path, tokenize.NAME)
        if token.string in {"setStyleSheet", "setStyle"}
    }
    assert laying == {"desktop/ui/theme.py"}


def test_no_statement_attaches_a_database_or_empties_its_key():
    """A database attached without its key, or with an empty one, is written in clear."""
    forbidden = re.compile(r"\bATTACH\b|attach\s+database|\bkey\s*=?\s*(''|\"\")")
    written = [
        f"{relative(path)}:{token.start[0]}: {token.string[:60]}"
        for path in SOURCES
        for token in tokens(path, tokenize.STRING)
        if forbidden.search(token.string) or re.search(r"\bKEY\s+''", token.string)
    ]

    assert written == []


def test_every_library_that_ships_is_named_with_its_licence():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    direct = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]}
    table = (ROOT / "desktop" / "ui" / "aide.py").read_text("utf-8").lower()
    apart = {"PySide6-Essentials": "pyside6", "tzdata": "licences"}  # a table for Windows alone

    assert len(direct) > 10
    assert {name for name in direct if apart.get(name, name.lower()) not in table} == set()
