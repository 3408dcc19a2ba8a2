"""Prépare la machine et lance une tâche du projet ; `python3 dev.py aide` les liste.

Standard library only, and one way for Debian and Windows: missing Debian packages are named
then installed, `.venv` is made, the locked libraries are installed with their hashes, and the
task runs from the checkout.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PACKAGING = ROOT / "packaging"
LOCK_RUN = PACKAGING / "verrou-execution.txt"
LOCK_TOOLS = PACKAGING / "verrou-outils.txt"
LOCK_PACKER = PACKAGING / "verrou-paquet.txt"
DEBIAN_PACKAGES = PACKAGING / "paquets-debian.txt"
DEMONSTRATION = ROOT / "build" / "demonstration"
PACKAGE = ROOT / "build" / "paquet"
REAL_PHOTOS = ROOT.parent / "shared" / "photos-reelles"
SAMPLE_PHOTOS = ROOT / "resources" / "photos-exemple"
DEMONSTRATION_PHRASE = "lavande tramway fontaine cigale"

Step = tuple[str, list[str]]


class Stop(Exception):
    """The task cannot go on; the message is a French sentence for the terminal."""


# --- the machine --------------------------------------------------------------------------


def has_display() -> bool:
    """Say whether a window can be shown to somebody."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def debian_packages(group: str) -> dict[str, str]:
    """Return package → reason for one group of `paquets-debian.txt`."""
    packages: dict[str, str] = {}
    current = ""
    for line in DEBIAN_PACKAGES.read_text("utf-8").splitlines():
        text = line.strip()
        if text.startswith("["):
            current = text.strip("[]")
        elif text and not text.startswith("#") and current == group:
            name, _, reason = text.partition(":")
            packages[name] = reason.strip()
    return packages


def installed_packages() -> set[str]:
    """Return the installed names and those they stand for (libglib2.0-0t64 on newer systems)."""
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}\t${Package}\t${Provides}\n"]
    listing = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    names: set[str] = set()
    for line in listing.splitlines():
        status, package, provides = line.split("\t")
        if status == "installed":
            names.add(package)
            names.update(part.split()[0] for part in provides.split(",") if part.strip())
    return names


def ensure_system_packages(groups: list[str]) -> None:
    """Announce, then install, the Debian packages that are missing."""
    if not sys.platform.startswith("linux"):
        return
    wanted = {name: why for group in groups for name, why in debian_packages(group).items()}
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        wanted["python3-venv"] = "environnement Python du projet"
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        say("Ce système n’est pas un Debian. S’il manque une bibliothèque à Qt, installez")
        say("l’équivalent de : " + " ".join(wanted))
        return
    installed = installed_packages()
    missing = {name: why for name, why in wanted.items() if name not in installed}
    if not missing:
        return
    say("Il manque à ce système :")
    for name, why in missing.items():
        say(f"  {name} ({why})")
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *missing]
    if prefix and not shutil.which("sudo"):
        raise Stop("Demandez à l’administrateur de lancer :\n  " + " ".join(install[1:]))
    say("Installation par apt" + (" (votre mot de passe sera demandé)" if prefix else ""))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ([*prefix, "apt-get", "update", "-q"], [*install, "-q"]):
        finished = subprocess.run(
            command, env=environment, check=False, stdout=subprocess.PIPE, encoding="utf-8"
        )
        if finished.returncode:
            say(finished.stdout.rstrip())
            raise Stop("apt n’a pas abouti. Après correction, relancez la même commande.")


def ensure_foreign_tools() -> None:
    """Install what reads our files with other people's programs; tests go on without it."""
    try:
        ensure_system_packages(["essais"])
    except Stop as stop:
        say(str(stop))
        say("Les essais qui emploient ces programmes seront passés, et le diront.")


# --- the environment ----------------------------------------------------------------------


def ensure_environment(lock: Path) -> None:
    """Make `.venv` if need be, and install `lock` when it is not what was installed last."""
    if not _works(PYTHON):
        say("Création de l’environnement .venv")
        if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
            raise Stop("L’environnement n’a pas pu être créé dans " + str(VENV))
    marker, digest = _marker(lock), _digest(lock)
    if marker.exists() and marker.read_text("ascii") == digest:
        return
    say("Installation des bibliothèques (une à deux minutes la première fois)")
    marker.unlink(missing_ok=True)
    options = ["-qq", "--disable-pip-version-check", "--progress-bar", "off"]
    if os.name != "nt":
        options += ["--root-user-action", "ignore"]
    # A lock names everything: to resolve again would meet versions published since it was made.
    options += ["--no-deps", "--require-hashes"]
    install = [str(PYTHON), "-m", "pip", "install", *options, "-r", str(lock)]
    if subprocess.run(install, check=False).returncode:
        raise Stop(
            "Les bibliothèques n’ont pas pu être installées. Cette étape, et elle seule, demande "
            "un accès au dépôt de paquets Python.\nVérifiez-le, puis relancez la même commande."
        )
    marker.write_text(digest, "ascii")
    if lock == LOCK_TOOLS:  # it holds what the run lock holds, in the same versions
        _marker(LOCK_RUN).write_text(_digest(LOCK_RUN), "ascii")


def _marker(lock: Path) -> Path:
    return VENV / f".{lock.stem}"


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    try:
        return subprocess.run([python, "-c", ""], check=False).returncode == 0
    except OSError:  # the interpreter it was made with is gone
        return False


def prepare(lock: Path, *groups: str) -> None:
    """Bring the machine to where the task can run."""
    ensure_system_packages(list(groups))
    ensure_environment(lock)


def run(
    command: list[str], *, headless: bool = False, only_if_fails: bool = False, **extra: str
) -> int:
    """Run Python from the root of the project and return its exit code.

    With `only_if_fails`, what the command wrote is shown when it fails and not otherwise.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **extra}
    if headless:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    target = subprocess.PIPE if only_if_fails else None
    finished = subprocess.run(
        [PYTHON, *command],
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=target,
        stderr=subprocess.STDOUT if only_if_fails else None,
        text=True,
        encoding="utf-8",
    )
    if finished.returncode and finished.stdout:
        say(finished.stdout.rstrip())
    return finished.returncode


# --- the tasks ----------------------------------------------------------------------------


def task_run() -> int:
    """Ouvre l’application ; sans écran, produit la démonstration."""
    if has_display():
        prepare(LOCK_RUN, "base", "fenetre")
        return run(["-m", "desktop"])
    prepare(LOCK_RUN, "base")
    return demonstrate()


def demonstrate() -> int:
    """Fill fictional espaces, import photos, write the PDF and a capture, and say where."""
    report, capture = DEMONSTRATION / "compte-rendu.pdf", DEMONSTRATION / "fenetre.png"
    if DEMONSTRATION.exists():
        shutil.rmtree(DEMONSTRATION)  # made here by an earlier run, nobody's data
    command = ["-m", "desktop", "demo", "--donnees", str(DEMONSTRATION)]
    photos = next((folder for folder in (REAL_PHOTOS, SAMPLE_PHOTOS) if folder.is_dir()), None)
    if photos:
        # Both folders hold public pictures that were looked at: no face, no plate to read.
        command += ["--photos", str(photos), "--verifiees"]
    command += ["--rapport", str(report), "--capture", str(capture)]
    say("Pas d’écran ici : démonstration sur des données fictives.")
    if code := run(command, headless=True, CARNET_PHRASE=DEMONSTRATION_PHRASE):
        return code
    if absent := [_shown(path) for path in (report, capture) if not path.is_file()]:
        raise Stop("La démonstration n’a pas écrit " + " ni ".join(absent))
    say("La démonstration est prête :")
    say(f"  données       {_shown(DEMONSTRATION)}")
    say(f"  compte rendu  {_shown(report)}")
    say(f"  fenêtre       {_shown(capture)}")
    say(f"  phrase de passe des données fictives : {DEMONSTRATION_PHRASE}")
    return 0


GATES: list[Step] = [
    ("mise en forme", ["-m", "ruff", "format", "--check", "."]),
    ("règles d’écriture", ["-m", "ruff", "check", "."]),
    (
        "sens des imports",
        ["-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
    ),
    ("types", ["-m", "mypy"]),
]
TESTS: Step = ("tests", ["-m", "pytest", "-q", "-n", "2", "-m", "not long and not bench"])
LONG_TESTS: Step = (
    "campagnes longues",
    ["-m", "pytest", "-q", "-n", "2", "-m", "long or hypothesis"],  # laws on more examples
)


def task_test() -> int:
    """Contrôle le code puis passe les tests, sans écran."""
    prepare(LOCK_TOOLS, "base")
    ensure_foreign_tools()
    return pass_gates([*GATES, TESTS])


def task_check() -> int:
    """Contrôle le code sans passer les tests."""
    prepare(LOCK_TOOLS, "base")
    return pass_gates(GATES)


def task_test_long() -> int:
    """Passe les campagnes longues."""
    prepare(LOCK_TOOLS, "base")
    ensure_foreign_tools()
    return pass_gates([LONG_TESTS], CARNET_LONG="1")


def pass_gates(steps: list[Step], **extra: str) -> int:
    """Run the steps in order and stop at the first that fails."""
    began = time.monotonic()
    for label, command in steps:
        start = time.monotonic()
        quiet = (label, command) in GATES  # their success is one line; tests show their progress
        code = run(command, headless=True, only_if_fails=quiet, **extra)
        say(f"{'échec' if code else 'ok':<6} {label} ({seconds(start)})")
        if code:
            return code
    say(f"Tout est bon ({seconds(began)}).")
    return 0


def task_bench() -> int:
    """Mesure les vitesses, en rapports à une limite mesurée au même moment."""
    prepare(LOCK_TOOLS, "base")
    worst = 0
    for script in sorted((ROOT / "tests" / "benchmarks").glob("bench_*.py")):
        say(f"\n— {script.stem.removeprefix('bench_')} —")
        worst = max(worst, run([str(script)], headless=True))
    return worst


def task_captures() -> int:
    """Refait les captures d’écran de la documentation."""
    prepare(LOCK_TOOLS, "base")
    return run(["docs/captures.py"], headless=True)


def task_paquet() -> int:
    """Fabrique le programme autonome de ce système dans build/paquet, et l’essaie."""
    prepare(LOCK_RUN, "base", "fenetre")  # the libraries of the window are put in the package
    ensure_environment(LOCK_PACKER)
    places = ["--distpath", str(PACKAGE), "--workpath", str(ROOT / "build" / "paquet-travail")]
    recipe = str(PACKAGING / "carnet.spec")
    say("Fabrication du programme autonome (une à deux minutes)")
    if code := run(["-m", "PyInstaller", "--noconfirm", *places, recipe], only_if_fails=True):
        return code
    folder = PACKAGE / "carnet-de-quartier"
    program = folder / ("carnet.exe" if os.name == "nt" else "carnet")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if code := subprocess.run([program, "auto-test"], env=environment, check=False).returncode:
        return code
    weight = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
    say(f"{_shown(folder)} : {weight // 1_000_000} Mo, à copier entier sur le poste.")
    return 0


def task_lock() -> int:
    """Refait les trois verrous ; pour monter une version, effacer d’abord le verrou."""
    prepare(LOCK_TOOLS)
    if run(["-m", "uv", "--version"]):
        run(["-m", "pip", "install", "-qq", "uv"])
    same = ["-c", str(LOCK_TOOLS.relative_to(ROOT))]
    for lock, what in (
        (LOCK_RUN, ["pyproject.toml"]),
        (LOCK_TOOLS, ["--group", "dev", "pyproject.toml"]),
        (LOCK_PACKER, ["--group", "pyproject.toml:paquet", *same]),
    ):
        options = ["--universal", "--generate-hashes", "--no-header", "--quiet", *what]
        relative = str(lock.relative_to(ROOT))
        if code := run(["-m", "uv", "pip", "compile", *options, "-o", relative]):
            return code
        if leaks := [line for line in lock.read_text("utf-8").splitlines() if _names_a_place(line)]:
            raise Stop(f"{relative} nomme un hôte ou un dossier : {leaks[0].strip()}")
        say(f"{relative} est à jour.")
    return 0


def _names_a_place(line: str) -> bool:
    return "://" in line or "--index-url" in line or "--find-links" in line or " /" in line


# --- the terminal -------------------------------------------------------------------------


def say(text: str) -> None:
    """Write a line at once, so that it precedes what child processes write."""
    print(text, flush=True)


def seconds(start: float) -> str:
    """Return the time since `start` in French."""
    return f"{time.monotonic() - start:.1f} s".replace(".", ",")


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


TASKS: dict[str, Callable[[], int]] = {
    "run": task_run,
    "test": task_test,
    "test-long": task_test_long,
    "bench": task_bench,
    "check": task_check,
    "captures": task_captures,
    "paquet": task_paquet,
    "lock": task_lock,
}


def main(arguments: list[str]) -> int:
    """Run the one task that is named."""
    if sys.version_info < (3, 11):  # noqa: UP036 - started by whatever Python the machine has
        say("Il faut Python 3.11 ou plus récent.")
        return 1
    if len(arguments) != 1 or arguments[0] not in TASKS:
        say("Usage : dev.py TÂCHE")
        for name, task in TASKS.items():
            say(f"  {name:<10} {task.__doc__}")
        return 0 if arguments in (["aide"], ["--help"], ["-h"]) else 2
    try:
        return TASKS[arguments[0]]()
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("\nInterrompu.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
