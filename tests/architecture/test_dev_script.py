"""dev.py says before it installs, installs only what changed, and stops at the first failure."""

import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Machine:
    """Stands for subprocess: remembers the commands and answers with prepared exit codes."""

    PIPE, STDOUT = subprocess.PIPE, subprocess.STDOUT

    def __init__(self):
        self.commands = []
        self.failing = ""

    def run(self, command, **_options):
        words = [str(word) for word in command]
        self.commands.append(words)
        failed = bool(self.failing) and self.failing in " ".join(words)
        return SimpleNamespace(returncode=int(failed), stdout="")

    def ran(self, *words):
        return [command for command in self.commands if set(words) <= set(command)]


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
def dev(machine, tmp_path, monkeypatch):
    """dev.py with an empty virtual environment and no power over the real machine."""
    names = runpy.run_path(str(ROOT / "dev.py"))
    script = names["main"].__globals__
    monkeypatch.setitem(script, "subprocess", machine)
    monkeypatch.setitem(script, "VENV", tmp_path)
    monkeypatch.setitem(script, "PYTHON", tmp_path / "python")
    (tmp_path / "python").touch()
    return SimpleNamespace(**{**script, "set": lambda key, value: script.update({key: value})})


@pytest.fixture
def bare_debian(dev, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    dev.set("installed_packages", lambda: {"libgl1"})
    programs = {"dpkg-query", "apt-get", "sudo"}
    which = {name: f"/usr/bin/{name}" for name in programs}
    dev.set("shutil", SimpleNamespace(which=which.get))
    dev.set("os", SimpleNamespace(geteuid=lambda: 1000, environ={}))
    return which


@pytest.mark.parametrize(("group", "least"), [("base", 5), ("fenetre", 5), ("essais", 3)])
def test_every_debian_package_has_a_reason(dev, group, least):
    packages = dev.debian_packages(group)

    assert len(packages) >= least
    assert all(packages.values())


def test_missing_packages_are_named_with_their_reason_then_installed(
    dev, bare_debian, machine, capsys
):
    dev.ensure_system_packages(["base"])

    said = capsys.readouterr().out
    assert "  libegl1 (dessin sans écran)\n" in said
    assert "libgl1 " not in said
    update, install = machine.commands
    assert update[:3] == ["sudo", "apt-get", "update"]
    assert {"libegl1", "--no-install-recommends"} <= set(install)
    assert "libgl1" not in install


def test_without_sudo_the_command_is_given_to_the_administrator(dev, bare_debian, machine):
    del bare_debian["sudo"]

    with pytest.raises(dev.Stop, match=r"apt-get install -y .*libegl1"):
        dev.ensure_system_packages(["base"])

    assert machine.commands == []


def test_tests_go_on_without_the_programs_of_others(dev, bare_debian, machine, capsys):
    machine.failing = "install"

    dev.ensure_foreign_tools()

    said = capsys.readouterr().out
    assert "  age (ouverture d’un fichier d’échange sans l’application)\n" in said
    assert said.endswith("seront passés, et le diront.\n")


def test_libraries_are_installed_with_hashes_and_only_when_the_lock_changed(dev, machine):
    dev.ensure_environment(dev.LOCK_RUN)
    dev.ensure_environment(dev.LOCK_RUN)

    assert len(machine.ran("pip", "install", "--require-hashes")) == 1


def test_the_lock_of_the_tools_covers_the_run(dev, machine):
    dev.ensure_environment(dev.LOCK_TOOLS)
    dev.ensure_environment(dev.LOCK_RUN)

    assert len(machine.ran("pip", "install")) == 1


def test_an_installation_that_failed_is_tried_again(dev, machine):
    machine.failing = "--require-hashes"
    with pytest.raises(dev.Stop, match="dépôt de paquets"):
        dev.ensure_environment(dev.LOCK_RUN)
    machine.failing = ""

    dev.ensure_environment(dev.LOCK_RUN)

    assert len(machine.ran("pip", "install")) == 2


def test_gates_stop_at_the_first_failure(dev, machine, capsys):
    machine.failing = "mypy"

    assert dev.pass_gates([*dev.GATES, dev.TESTS]) == 1

    assert machine.ran("ruff")
    assert not machine.ran("pytest")
    assert "échec  types" in capsys.readouterr().out


def test_a_demonstration_without_its_report_is_no_success(dev, tmp_path):
    dev.set("DEMONSTRATION", dev.ROOT / "build" / "demonstration-absente")

    with pytest.raises(dev.Stop, match=r"compte-rendu\.pdf ni .*fenetre\.png"):
        dev.demonstrate()


def test_a_package_is_made_then_tried(dev, machine, tmp_path):
    dev.set("prepare", lambda *_groups: None)
    dev.set("PACKAGE", dev.ROOT / "build" / "paquet-absent")

    assert dev.task_paquet() == 0

    made, tried = machine.commands[-2:]
    assert {"PyInstaller", str(dev.ROOT / "packaging" / "carnet.spec")} <= set(made)
    assert tried[-1] == "auto-test"


def test_a_package_that_does_not_hold_together_is_a_failure(dev, machine):
    dev.set("prepare", lambda *_groups: None)
    machine.failing = "auto-test"

    assert dev.task_paquet() == 1
