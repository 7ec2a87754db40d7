"""Set Caseward up and start it, or set it up and check it, on a machine that has nothing but Python.

    python3 installer/bootstrap.py run [ARGUMENTS of the caseward command]
    python3 installer/bootstrap.py test [--long]

Everything goes into ``.venv`` beside this project, from the hash-locked lists in this folder. pip follows its own
configuration (index, proxy, certificates); no address stands here. Only the standard library is used, and the
syntax is that of Python 3.8, so that an old Python gets a sentence and not a stack of errors.

Exit status: that of what was started; 3 when the machine lacks something this cannot put right.
"""

import collections
import ctypes
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALLER = ROOT / "installer"
VENV = ROOT / ".venv"
LOCK_NOTE = VENV / ".lock-sha256"
PROJECT_NOTE = VENV / ".project-sha256"
OLDEST, NEWEST = (3, 11), (3, 14)
OLDEST_GLIBC = (2, 34)

# What Qt's window needs -> the Debian and Ubuntu package that brings it.
WINDOW_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# Programs around Caseward that its tests work with: a display, a key ring, a screen reader's bus, PDF tools, a reader
# of pictures.
TEST_PACKAGES = (
    "xvfb",
    "xdotool",
    "gnome-keyring",
    "libsecret-tools",
    "dbus",
    "at-spi2-core",
    "gir1.2-atspi-2.0",
    "python3-gi",
    "poppler-utils",
    "qpdf",
    "tesseract-ocr",
)
# Large, so only where a test names the program: documents that another office suite wrote.
OFFICE_PACKAGES = ("libreoffice-writer-nogui", "libreoffice-calc-nogui")
OFFICE_PROGRAM = "soffice"

DEMONSTRATION = "caseward-demo"


class Refusal(Exception):
    """The machine lacks something; the text says what and what to do about it."""


def say(text):
    """Words for the person go to standard error: standard output belongs to what is started."""
    print(text, file=sys.stderr, flush=True)


# --- Python ---------------------------------------------------------------------------------------------------


def check_python(version=None, bits=None):
    """Raise Refusal unless this is 64-bit CPython 3.11 to 3.14."""
    version = tuple(version or sys.version_info[:2])
    bits = bits or (64 if sys.maxsize > 2**32 else 32)
    if OLDEST <= version <= NEWEST and bits == 64 and platform.python_implementation() == "CPython":
        return
    raise Refusal(
        "Caseward needs 64-bit Python {}.{} to {}.{}; this is {}-bit Python {}.{}. Install one of those and run this "
        "again with it.".format(*OLDEST, *NEWEST, bits, *version)
    )


def check_system(name=None, version=None):
    """Raise Refusal on a Linux whose C library is older than the wheels of Qt (glibc 2.34; DESIGN section 11)."""
    name, version = (name, version) if version else platform.libc_ver()
    if name != "glibc":
        return
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_GLIBC:
        raise Refusal(
            "Caseward needs a Linux with glibc {}.{} or later (Debian 12, Ubuntu 22.04); this one has {}.".format(
                *OLDEST_GLIBC, version
            )
        )


def venv_python(venv=VENV):
    """The interpreter inside the virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def venv_is_sound(venv=VENV):
    """Whether the environment starts, with the minor version of the Python that runs this."""
    probe = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    try:
        found = subprocess.run([str(venv_python(venv)), "-c", probe], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found.returncode == 0 and found.stdout.strip() == "{}.{}".format(*sys.version_info[:2])


def make_venv(venv=VENV):
    """Make the environment, or make it again when its Python is gone or another; never delete a folder of others."""
    if venv_is_sound(venv):
        return
    if venv.exists() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
        raise Refusal(f"{venv} is there but is no virtual environment. Move it away and run this again.")
    say("Making the virtual environment in .venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)])
    if made.returncode != 0:
        raise Refusal("Python could not make a virtual environment; its own words stand above.")


# --- system packages ------------------------------------------------------------------------------------------


def missing_libraries():
    """Libraries of the window that this Linux does not have."""
    missing = []
    for name in WINDOW_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def has_ensurepip():
    """Debian's Python comes without the part that fills a virtual environment."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return False
    return True


def not_installed(packages):
    """Those of the Debian packages that are not installed."""
    missing = []
    for name in packages:
        query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name]
        found = subprocess.run(query, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if found.stdout != b"installed":
            missing.append(name)
    return missing


def install_command(packages, root):
    """The command that installs packages, as words."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return command if root else ["sudo", "env", "DEBIAN_FRONTEND=noninteractive", *command]


def apt_install(packages):
    """Install Debian packages; False when that cannot be done from here or did not work."""
    root = os.geteuid() == 0
    if not root and not (shutil.which("sudo") and sys.stdin.isatty()):
        return False
    say("Installing from the system's packages: " + " ".join(packages))
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    update = ["apt-get", "update"] if root else ["sudo", "apt-get", "update"]
    # A source that cannot be reached need not matter: the packages may be known already.
    subprocess.run(update, env=environment, stdout=subprocess.DEVNULL)
    done = subprocess.run(install_command(packages, root), env=environment, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def ask_administrator(packages):
    """Refusal with the exact command for someone who may install packages."""
    command = "apt-get install --no-install-recommends " + " ".join(packages)
    return Refusal(f"System packages are missing. Ask an administrator to run:\n    {command}\nThen run this again.")


def system_packages(window):
    """See that the system has what Caseward stands on; ``window`` says whether Qt's libraries are wanted."""
    if not sys.platform.startswith("linux"):
        return
    wanted = [] if has_ensurepip() else ["python{}.{}-venv".format(*sys.version_info[:2])]
    missing = missing_libraries() if window else []
    wanted += [WINDOW_LIBRARIES[name] for name in missing]
    if not wanted:
        return
    if shutil.which("apt-get") is None:
        if not has_ensurepip():
            raise Refusal("This Python cannot make virtual environments (no ensurepip). Install that part of it first.")
        say("Not found on this system: " + ", ".join(missing) + ". Without them the window may not open.")
        return
    if not apt_install(wanted):
        raise ask_administrator(wanted)


def office_is_asked_for(tests=None):
    """Whether any test names the office suite."""
    mark = re.compile(r"needs\([^)]*[\"']" + OFFICE_PROGRAM)
    return any(mark.search(path.read_text(encoding="utf-8")) for path in (tests or ROOT / "tests").rglob("test_*.py"))


def test_packages():
    """Install what the tests work with; what cannot be had is named, and its tests are skipped by name."""
    if not sys.platform.startswith("linux") or shutil.which("apt-get") is None:
        return
    wanted = TEST_PACKAGES + (OFFICE_PACKAGES if office_is_asked_for() else ())
    missing = not_installed(wanted)
    if missing and not apt_install(missing):
        left = not_installed(missing)
        say("Not installed, so tests that need them are skipped: " + " ".join(left))


# --- Python packages ------------------------------------------------------------------------------------------


def digest(path):
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def noted(note):
    """The lines of a note in the environment; none when it is not there."""
    try:
        return note.read_text(encoding="ascii").split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def pip(arguments):
    """Run pip with its own configuration; Refusal with its last lines when it fails."""
    command = [
        str(venv_python()),
        "-m",
        "pip",
        "install",
        "--no-input",
        "--no-user",
        "--disable-pip-version-check",
        *arguments,
    ]
    last = collections.deque(maxlen=15)
    with subprocess.Popen(command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        for line in run.stdout:
            last.append(line.rstrip())
    if run.returncode != 0:
        raise Refusal(
            "\n".join(last) + "\npip could not install what Caseward needs. Is there a network, and does pip know "
            "this site's proxy and certificate? Its own configuration is used. Run this again when there is."
        )


def install_locked(name):
    """Install the locked packages of ``run`` or ``test`` unless the environment has exactly them already.

    The test lock holds all of the run lock in the same versions, so it counts for both. The note is written last:
    an interrupted run repeats.
    """
    lock = INSTALLER / f"{name}.lock"
    line = f"{name} {digest(lock)}"
    if line in noted(LOCK_NOTE):
        return
    say(f"Installing the locked packages ({lock.name}); the first time takes a few minutes")
    LOCK_NOTE.unlink(missing_ok=True)
    pip(["--require-hashes", "--only-binary", ":all:", "-r", str(lock)])
    lines = [line] if name == "run" else [line, "run {}".format(digest(INSTALLER / "run.lock"))]
    LOCK_NOTE.write_text("\n".join(lines) + "\n", encoding="ascii")


def install_caseward():
    """Make ``caseward`` a command of the environment; no network, nothing but what the lock brought."""
    line = hashlib.sha256(os.fsencode(ROOT) + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if line in noted(PROJECT_NOTE):
        return
    pip(["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "-e", str(ROOT)])
    PROJECT_NOTE.write_text(line + "\n", encoding="ascii")


# --- run ------------------------------------------------------------------------------------------------------


def window_can_open():
    """Found out in a child: without a display Qt does not raise, it ends the process."""
    probe = "from PySide6.QtWidgets import QApplication; QApplication([])"
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    try:
        found = subprocess.run([str(venv_python()), "-c", probe], capture_output=True, timeout=15)
    except subprocess.TimeoutExpired:
        return False
    return found.returncode == 0


def caseward(arguments):
    """Caseward's own command line; -P, so that a folder called ``views`` where the user stands means nothing."""
    return [str(venv_python()), "-P", "-m", "desktop", *arguments]


def become(command):
    """Start the program in place of this one (Windows has no such thing, so there it waits)."""
    if os.name == "nt":
        return subprocess.call(command)
    sys.stdout.flush()
    os.execv(command[0], command)
    return None


def demonstrate():
    """No window can open: make the demonstration, or check the one there is, and say where it is."""
    folder = Path.cwd() / DEMONSTRATION
    vault = folder / "demo.caseward"
    if not vault.exists():
        say(f"No window can be opened here, so the demonstration is made as files in {folder}")
        return subprocess.call(caseward(["demo", str(folder)]))
    say(f"No window can be opened here. The demonstration is in {folder}; checking it")
    # The demonstration's passphrase is no secret; it is asked for rather than written here a second time.
    ask = [str(venv_python()), "-P", "-c", "from desktop.demonstration import PASSPHRASE; print(PASSPHRASE)"]
    passphrase = subprocess.run(ask, stdout=subprocess.PIPE, check=False).stdout
    return subprocess.run(caseward(["verify", str(vault), "--passphrase-file", "-"]), input=passphrase).returncode


def run(arguments):
    """Set up, then open the window or run the command in ``arguments``."""
    system_packages(window=not arguments)
    make_venv()
    install_locked("run")
    install_caseward()
    if arguments:
        return become(caseward(arguments))
    if window_can_open():
        return become(caseward([]))
    return demonstrate()


# --- test -----------------------------------------------------------------------------------------------------


def last_line_held(command):
    """Run a command, passing its output on but for the last line that says something: (status, that line)."""
    held = ""
    with subprocess.Popen(command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as check:
        for line in check.stdout:
            if line.strip():
                if held:
                    print(held, flush=True)
                held = line.rstrip("\n")
    return check.returncode, held


def checks(arguments):
    """Name and command of each check, in order; pytest last."""
    python = str(venv_python())
    scripts = venv_python().parent
    return [
        ("ruff", [str(scripts / "ruff"), "check", "--output-format", "concise", "."]),
        ("lint-imports", [str(scripts / "lint-imports"), "--no-logo"]),
        ("mypy", [python, "-m", "mypy"]),
        ("pytest", [python, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *arguments]),
    ]


def test(arguments):
    """Set up with the test tools, run every check whatever the others say; the last line is pytest's summary."""
    system_packages(window=True)
    test_packages()
    make_venv()
    install_locked("test")
    install_caseward()
    worst, results, last = 0, [], ""
    for name, command in checks(arguments):
        print(f"== {name}", flush=True)
        started = time.monotonic()
        status, last = last_line_held(command)
        seconds = time.monotonic() - started
        results.append("{} {} ({:.0f} s)".format(name, "passed" if status == 0 else f"FAILED with {status}", seconds))
        worst = worst or status
        if name != "pytest":
            print(last, flush=True)
    print("== " + ", ".join(results))
    print(last, flush=True)
    return worst


def main(arguments):
    """Do what the command line asks; gives the exit status."""
    actions = {"run": run, "test": test}
    if not arguments or arguments[0] not in actions:
        say("Usage: bootstrap.py run [ARGUMENTS] | bootstrap.py test [--long]")
        return 2
    try:
        check_python()
        check_system()
        return actions[arguments[0]](arguments[1:])
    except Refusal as refusal:
        say(str(refusal))
        return 3
    except KeyboardInterrupt:
        say("Stopped. Run it again to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
