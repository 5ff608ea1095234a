"""Peers that are Python libraries. `peers.py NAME …` does a work for each line of its input, and prints
how many milliseconds it took."""

import os
import pwd
import sys
import time

import psycopg


def answer(work):
    """Answers lines until the input's end; a work takes what is not measured after its `yield`."""
    for _ in sys.stdin:
        start = time.perf_counter()
        run = work()
        next(run)
        milliseconds = (time.perf_counter() - start) * 1000
        next(run, None)
        print(milliseconds, flush=True)


def leave_root(home):
    """Postgres does not run as root, for which pgserver would add a user to the machine."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)


def pgserver(folder):
    """A server on a data folder that is there, a connection and one query; then its end."""
    server = get_server(folder, cleanup_mode="stop")
    connection = psycopg.connect(server.get_uri())
    connection.execute("select 1").fetchone()
    yield
    connection.close()
    server.cleanup()


def pytest_postgresql(host, user, template):
    """What the fixture `postgresql` does before a test, and after it."""
    names = {"host": host, "port": 5432, "user": user, "dbname": "tests"}
    janitor = DatabaseJanitor(template_dbname=template, **names)
    with janitor:
        connection = psycopg.connect(**names)
        connection.execute("select 1").fetchone()
        yield
        connection.close()


def main(name, *arguments):
    global DatabaseJanitor, get_server
    if name == "pytest-postgresql":
        from pytest_postgresql.janitor import DatabaseJanitor

        answer(lambda: pytest_postgresql(*arguments))
        return
    home = arguments[0]
    os.environ["HOME"] = os.environ["XDG_RUNTIME_DIR"] = home
    # While it is still root: others may not be able to read the libraries.
    os.chown(home, os.geteuid(), os.getegid())
    from pgserver import get_server

    leave_root(home)
    if name == "pgserver-once":
        for _ in pgserver(home + "/data"):
            pass
    elif name == "pgserver":
        answer(lambda: pgserver(home + "/data"))


main(*sys.argv[1:])
