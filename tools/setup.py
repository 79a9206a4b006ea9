"""Make the environment that a target needs: ``python3 tools/setup.py base|dev [--browser]``.

Standard library only, since it runs before anything is installed, and any Python 3 can read it, so that one which is
too old is told so. Nothing is done again until a lock file changes. French first, as the product speaks.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "cantine-installed")
OLDEST = (3, 11)


def main(arguments):
    """Set up, or end with one sentence."""
    check_python()
    install(arguments[0])
    if "--browser" in arguments:
        find_browser()


def check_python():
    if sys.version_info[:2] < OLDEST:
        stop(
            "Python 3.11 ou plus récent est nécessaire, et {0} est la version {1}.{2} : nommez-en un autre, par "
            "exemple make PYTHON=python3.12.",
            "Python 3.11 or later is needed, and {0} is {1}.{2}: name another one, for example make PYTHON=python3.12.",
            sys.executable,
            *sys.version_info[:2],
        )


def install(kind):
    """The locked dependencies of ``kind`` and the product itself, in .venv."""
    lock = os.path.join(ROOT, "requirements", kind + ".lock")
    wanted = digest(lock, os.path.join(ROOT, "pyproject.toml"))
    if not os.path.exists(PYTHON):
        make_venv()
    if wanted in installed():
        return
    say("Installation des dépendances (une fois)…", "Installing the dependencies (once)…")
    # The lock is whole: nothing is resolved again. Resolving would look at a newer release of what another one names
    # with an extra, and refuse it for want of a hash, from the day that release is published.
    pip("install", "--require-hashes", "--no-deps", "--requirement", lock)
    pip("install", "--no-build-isolation", "--no-deps", "--editable", ROOT)
    with open(STAMP, "w", encoding="utf-8") as file:
        file.write(wanted + "\n" + (digest_of_base() if kind == "dev" else ""))


def make_venv():
    if probe("import venv, ensurepip"):
        stop(
            "Il manque de quoi créer l’environnement Python : sous Debian ou Ubuntu, installez le paquet python3-venv "
            "(apt install python3-venv).",
            "What makes a Python environment is missing: on Debian or Ubuntu, install the package python3-venv "
            "(apt install python3-venv).",
        )
    shutil.rmtree(VENV, ignore_errors=True)
    if run(sys.executable, "-m", "venv", VENV):
        stop("L’environnement Python n’a pas pu être créé.", "The Python environment could not be made.")


def installed():
    try:
        with open(STAMP, encoding="utf-8") as file:
            return file.read().split()
    except OSError:
        return []


def digest_of_base():
    """What holds the dependencies of the tests holds those of the product."""
    return digest(os.path.join(ROOT, "requirements", "base.lock"), os.path.join(ROOT, "pyproject.toml"))


def digest(*paths):
    seen = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            seen.update(file.read())
    return seen.hexdigest()


def pip(*arguments):
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    if run(PYTHON, "-m", "pip", *(arguments[:1] + quiet + arguments[1:])):
        stop(
            "L’installation a échoué ; ce qu’a dit pip est au-dessus. Vérifiez la connexion, puis recommencez.",
            "The installation failed; what pip said stands above. Check the connection, then try again.",
        )


def find_browser():
    """A Chromium for the tests: the distribution's, else the test tool's own. Debian's without windows is the quicker one."""
    if any(shutil.which(name) for name in ("chromium-headless-shell", "chromium")):
        return
    say("Installation d’un navigateur pour les tests (une fois)…", "Installing a browser for the tests (once)…")
    if shutil.which("apt-get") and apt_chromium():
        return
    if run(PYTHON, "-m", "playwright", "install", "chromium"):
        stop(
            "Les tests ont besoin d’un navigateur : installez Chromium (sous Debian, apt install chromium-headless-shell).",
            "The tests need a browser: install Chromium (on Debian, apt install chromium-headless-shell).",
        )


def apt_chromium():
    """Whether apt could install it, as root or by sudo without a question."""
    prefix = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if prefix and not shutil.which("sudo"):
        return False
    install = prefix + ["apt-get", "install", "--yes", "--quiet", "chromium-headless-shell"]
    if run(*install) == 0:
        return True
    run(*(prefix + ["apt-get", "update", "--quiet"]))
    return run(*install) == 0


def probe(code):
    return subprocess.call([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(*command):
    return subprocess.call(list(command), env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))


def english():
    wishes = [os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    return next((wish for wish in wishes if wish), "fr").lower().startswith("en")


def say(french, other):
    print(other if english() else french, flush=True)


def stop(french, other, *values):
    sys.exit((other if english() else french).format(*values))


if __name__ == "__main__":
    main(sys.argv[1:])
