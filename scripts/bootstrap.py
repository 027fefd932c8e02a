"""Find a Python that is new enough, make .venv from the hashed lock, and run manage.py in it.

Standard library only, in the Python of 3.8, on Linux, macOS and Windows: this file runs before anything is
installed. Run by itself it sets up and prints the path of the environment's Python.
"""

import contextlib
import glob
import hashlib
import os
import shutil
import subprocess
import sys

NEWEST_KNOWN, OLDEST = 15, 12
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LOCKS = {"site": "requirements.txt", "tests": "requirements-dev.txt"}
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")

QUIETLY = ["--quiet", "--disable-pip-version-check", "--no-input"]
PROBE = (
    "import sys, venv, ensurepip, sqlite3, ssl\n"
    "new = sys.version_info >= (3, %d) and sqlite3.sqlite_version_info >= (3, 37)\n"
    "print(sys.executable if new else '')" % OLDEST
)
ADVICE = (
    """\
[setup] The archive needs Python 3.%d or newer, and none was found on this machine or could be fetched.
[setup] Install one: "apt install python3 python3-venv", "brew install python", "pyenv install 3.13",
[setup] "uv python install 3.13", or the installer from python.org.
[setup] Then run the same command again."""
    % OLDEST
)


def rerun_where_django_is(argv):
    """Return when this Python is the one that has what the command needs; else start that Python instead.

    A Python that has our Django without our making (a container, an environment by hand) is left alone.
    """
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    if not inside and has_our_django():
        return
    wanted = "tests" if argv[1:2] == ["test"] else "site"
    if not up_to_date(wanted):
        with only_one_at_a_time():
            set_up(wanted)
    if inside:
        return
    command = [PYTHON, *argv]
    sys.stdout.flush()
    if WINDOWS:
        sys.exit(subprocess.call(command))
    os.execv(PYTHON, command)


def has_our_django():
    """Tell whether this Python already has Django 6.1 or newer and the server, however they came."""
    if sys.version_info < (3, OLDEST):
        return False
    from importlib.metadata import PackageNotFoundError, version

    try:
        version("granian")
        return tuple(int(part) for part in version("django").split(".")[:2]) >= (6, 1)
    except (PackageNotFoundError, ValueError):
        return False


def set_up(wanted):
    """Make .venv if there is none, and install what the lock names; nothing when both are there already."""
    if up_to_date(wanted):
        return
    if not runs(PYTHON):
        make_environment()
    lock = LOCKS[wanted]
    say("installing what %s names into .venv (this takes a moment, once)" % lock)
    checked = ["--require-hashes", "--only-binary", ":all:", "--requirement", os.path.join(ROOT, lock)]
    if subprocess.call([PYTHON, "-m", "pip", "install", *QUIETLY, "--no-compile", *checked], cwd=ROOT) != 0:
        sys.exit(
            "[setup] Installing failed; the lines above say why. Nothing was kept as finished: "
            "run the same command again when the cause is mended."
        )
    for covered in ("site", "tests") if wanted == "tests" else ("site",):
        with open(stamp(covered), "w") as handle:
            handle.write(digest(LOCKS[covered]))


def up_to_date(wanted):
    """Tell whether .venv holds what the lock names today."""
    try:
        with open(stamp(wanted)) as handle:
            return os.path.exists(PYTHON) and handle.read() == digest(LOCKS[wanted])
    except OSError:
        return False


def stamp(wanted):
    return os.path.join(VENV, ".installed-for-" + wanted)


def digest(lock):
    with open(os.path.join(ROOT, lock), "rb") as handle:
        return hashlib.sha256(handle.read()).hexdigest()


def make_environment():
    """Make .venv with the first Python that proves new enough, else with one that uv fetches."""
    if os.path.isdir(VENV):
        say("replacing .venv, whose Python does not run any more")
        shutil.rmtree(VENV)
    python = find_python()
    if python:
        say("making .venv with " + python)
        if subprocess.call([python, "-m", "venv", VENV]) == 0:
            return
        shutil.rmtree(VENV, ignore_errors=True)
    say("no Python 3.%d or newer was found; asking uv for one" % OLDEST)
    try:
        fetch_python_with_uv()
    except (OSError, subprocess.SubprocessError):
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(ADVICE)


def find_python():
    """Return the path of the first candidate that runs and is new enough, None without one.

    Each is run, since a name on the path proves nothing: a version manager's shim may stand for no Python.
    """
    for command in candidates():
        path = proved(command)
        if path:
            return path
    return None


def proved(command):
    try:
        return answer_of(command)
    except (OSError, subprocess.SubprocessError):
        return None


def answer_of(command):
    answer = subprocess.run(
        [*command, "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20, cwd=ROOT
    )
    return os.fsdecode(answer.stdout).strip() if answer.returncode == 0 else None


def runs(python):
    try:
        return bool(os.path.exists(python) and answer_of([python]))
    except subprocess.TimeoutExpired:
        return True  # the machine is busy: what is slow is not broken, and must not be removed
    except OSError:
        return False


def candidates():
    """Yield commands that may start a Python: this one, names on the path, where managers keep theirs."""
    minors = [13, 12, *range(14, NEWEST_KNOWN + 1)]
    yield [sys.executable]
    for minor in minors:
        yield ["py", "-3.%d" % minor] if WINDOWS else ["python3.%d" % minor]
    yield ["python3"]
    home = os.path.expanduser("~")
    pyenv = os.environ.get("PYENV_ROOT") or os.path.join(home, ".pyenv")
    uv = os.environ.get("UV_PYTHON_INSTALL_DIR") or os.path.join(home, ".local", "share", "uv", "python")
    places = (
        os.path.join(pyenv, "versions", "3.%d*", "bin", "python3"),
        os.path.join(uv, "cpython-3.%d*", "bin", "python3"),
        "/opt/homebrew/bin/python3.%d",
        "/usr/local/bin/python3.%d",
        "/usr/bin/python3.%d",
        "/Library/Frameworks/Python.framework/Versions/3.%d/bin/python3",
    )
    for minor in minors:
        for place in places:
            for path in sorted(glob.glob(place % minor), reverse=True):
                yield [path]


def fetch_python_with_uv():
    """Make .venv with a Python that uv fetches; uv comes from the package index where it is missing."""
    uv = shutil.which("uv") or installed_uv()
    choice = ["--managed-python", "--python", "3.13"]
    subprocess.check_call([uv, "venv", "--quiet", "--seed", *choice, VENV], cwd=ROOT)


def installed_uv():
    """Return the path of a uv in a folder of its own; a bare `python3` may lack venv or pip, seldom both."""
    tools = os.path.join(ROOT, ".venv-tools")
    programs = os.path.join(tools, "Scripts" if WINDOWS else "bin")
    install = ["-m", "pip", "install", *QUIETLY, "--only-binary", ":all:", "uv"]
    if subprocess.call([sys.executable, "-m", "venv", tools]) == 0:
        subprocess.check_call([os.path.join(programs, os.path.basename(PYTHON)), *install])
    else:
        shutil.rmtree(tools, ignore_errors=True)
        subprocess.check_call([sys.executable, *install, "--target", tools])
    return os.path.join(programs, "uv.exe" if WINDOWS else "uv")


@contextlib.contextmanager
def only_one_at_a_time():
    """Let a second first run wait for the first one instead of installing into the same folder."""
    if WINDOWS:
        yield
        return
    import fcntl

    with open(os.path.join(ROOT, "scripts", "bootstrap.py")) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def say(sentence):
    sys.stderr.write("[setup] " + sentence + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    with only_one_at_a_time():
        set_up(sys.argv[1] if sys.argv[1:2] and sys.argv[1] in LOCKS else "site")
    print(PYTHON)
