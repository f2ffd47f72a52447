"""The canary: what it says when newest versions fail, and that it says nothing otherwise."""

import sys

import pytest

from coproduce.supply import canary

LOCK = "".join(f"{name} \\\n    --hash=sha256:{'0' * 64}\n" for name in
               ("alder==1", "birch==1 ; python_full_version < '3.12'", "birch==2 ; python_full_version >= '3.12'", "cedar==4"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project without dependencies, so that nothing need be fetched to install it."""
    (tmp_path / "requirements.lock").write_text(LOCK, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "larkwell"\n[tool.coproduce]\nlocked-extras = ["chapters"]\n', encoding="utf-8")
    real = canary._run

    def offline(command, root):
        if "install" in command:
            assert command[-1] == ".[test,build,chapters]"
            return 0, ""
        return real([*command, "--without-pip"] if "venv" in command else command, root)

    monkeypatch.setattr(canary, "_run", offline)
    return tmp_path


def test_only_other_versions_than_the_locked_are_named(project):
    found = {"alder": "2", "birch": "2", "cedar": "4", "new": "1"}
    assert canary.differences(project / "requirements.lock", found) == ["alder: 1 → 2"]


def test_failing_tests_end_in_a_report(project):
    status, text = canary.try_newest(project, ("-c", "print('```' + 'x'); raise SystemExit(3)"))
    assert status == 3
    assert text.startswith("The tests fail with the newest versions.") and "'''x" in text and text.count("```") == 2


def test_passing_tests_leave_nothing_to_say(project):
    assert canary.try_newest(project, ("-c", "print('fine')")) == (0, "")


def test_what_cannot_be_installed_is_told(project, monkeypatch):
    offline = canary._run
    monkeypatch.setattr(canary, "_run", lambda command, root: (1, "no matching version") if "install" in command else offline(command, root))
    status, text = canary.try_newest(project)
    assert status == 1 and "cannot be installed together" in text and "no matching version" in text


def test_the_environment_is_one_of_its_own(project):
    code = "import sys; assert sys.prefix != sys.base_prefix; raise SystemExit(sys.prefix == " + repr(sys.prefix) + ")"
    assert canary.try_newest(project, ("-c", code))[0] == 0


def test_the_command_line(project, monkeypatch, capsys):
    monkeypatch.chdir(project)
    assert canary.main([]) == 2
    assert "Usage" in capsys.readouterr().err
