"""Link rot, against a server of our own on this machine."""

import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from coproduce.cli import main
from coproduce.evidence.sources import Source
from coproduce.links.ask import Manners, ask_all
from coproduce.links.rot import as_markdown, check_sources, needs_a_person

QUICK = Manners(timeout=1, pause=0, again_after=0.05, tries=2)


#: Pages that answer 200: the first four say that they are not there.
PAGES = {
    "denied": "<html><head><title>Page not found | Larkwell Council</title></head><body><h1>Sorry</h1></body></html>",
    "denied-404": "<title>Larkwell</title><h1 class='x'>404</h1>",
    "denied-in-words": "<TITLE>Larkwell - Sorry, the page you’re looking for can’t be found</TITLE>",
    "denied-below": "<title>Larkwell Council</title><h1>This <b>page</b> no longer exists</h1>",
    "about-the-lost": "<title>Children not found: a report | Larkwell</title><h1>404 trees</h1><p>Page not found</p>",
    "long": "<title>Trees</title>" + "<p>tree</p>" * 50_000 + "<h1>Page not found</h1>",
}


class Server(ThreadingHTTPServer):
    """Answers by path, and remembers what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.busy = self.most_busy = 0
        self.lock = threading.Lock()

    def __getitem__(self, path):
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def answer(self):
        path, server = self.path.strip("/"), self.server
        with server.lock:
            server.asked.append((self.command, path))
            server.agents.add(self.headers["User-Agent"])
            server.busy += 1
            server.most_busy = max(server.most_busy, server.busy)
            before = Counter(server.asked)[self.command, path]
        time.sleep(0.02)
        if path == "slow":
            time.sleep(2)
        status, more = {
            "gone": (404, {}), "removed": (410, {}), "private": (403, {}),
            "no-head": (405 if self.command == "HEAD" else 200, {}),
            "head-lost": (404 if self.command == "HEAD" else 200, {}),
            "moved": (301, {"Location": "/new"}), "for-now": (302, {"Location": "/new"}),
            "moved-to-nothing": (301, {"Location": "/gone"}), "circle": (302, {"Location": "/circle"}),
            "broken": (500, {}), "tired": (200 if before > 1 else 503, {"Retry-After": "0"}),
            "given-up": (301, {"Location": "/"}), "given-up-for-now": (302, {"Location": "/index.html"}),
            "to-a-page": (302, {"Location": "/new?a=1"}),
            "evil": (301, {"Location": "/new?a=<b>%20@admin"}),
        }.get(path, (200, {}))
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        page = PAGES.get(path, "").encode()
        if page:
            self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(page)
        with server.lock:
            server.busy -= 1

    do_HEAD = do_GET = answer

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    with Server() as made:
        threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
        yield made
        made.shutdown()


@pytest.mark.parametrize(("path", "state"), [
    ("", "answers"), ("gone", "gone"), ("removed", "gone"), ("private", "refused"), ("no-head", "answers"),
    ("head-lost", "answers"), ("moved", "moved"), ("for-now", "answers"), ("moved-to-nothing", "gone"),
    ("circle", "gone"), ("broken", "unclear"), ("slow", "unclear"), ("#part", "answers"),
    ("given-up", "gone"), ("given-up-for-now", "gone"), ("to-a-page", "answers"), ("denied", "gone"), ("denied-404", "gone"),
    ("denied-in-words", "gone"), ("denied-below", "gone"), ("about-the-lost", "answers"), ("long", "answers"),
])
def test_each_answer_is_understood(server, path, state):
    (answer,) = ask_all([server[path]], QUICK).values()
    assert (answer.address, answer.state) == (server[path], state)


def test_a_permanent_move_names_the_new_place(server):
    assert ask_all([server["moved"]], QUICK)[server["moved"]].now == server["new"]


def test_head_comes_first_and_get_only_where_it_is_needed(server):
    ask_all([server["a"], server["no-head"]], QUICK)
    assert server.asked == [("HEAD", "a"), ("HEAD", "no-head"), ("GET", "no-head")]


def test_a_tired_server_is_asked_again_and_not_for_ever(server):
    assert ask_all([server["tired"]], QUICK)[server["tired"]].state == "answers"
    ask_all([server["broken"]], QUICK)
    assert Counter(path for _, path in server.asked)["broken"] == QUICK.tries * 2


def test_one_question_at_a_time_to_one_server(server):
    ask_all([server[f"page-{number}"] for number in range(12)], QUICK)
    assert server.most_busy == 1 and len(server.asked) == 12
    assert all("coproduce-links" in agent for agent in server.agents)


def test_a_pause_between_questions_is_kept(server):
    begun = time.perf_counter()
    ask_all([server["a"], server["b"], server["c"]], Manners(timeout=1, pause=0.2, tries=1))
    assert time.perf_counter() - begun >= 0.4


def test_the_same_address_is_asked_once(server):
    assert len(ask_all([server["a"], server["a"]], QUICK)) == len(server.asked) == 1


def test_a_closed_port_is_no_proof_that_it_is_gone():
    with Server() as closed:
        address = closed["a"]
    (answer,) = ask_all([address], QUICK).values()
    assert (answer.state, answer.detail) == ("unclear", "the connection failed")


def source(server, path, archived=""):
    return Source(id=f"s-{path}", title="T", url=server[path], archived_url=server[archived] if archived else "")


def test_the_report_has_the_worst_first_and_the_archived_copy(server):
    text = as_markdown(check_sources([source(server, "a"), source(server, "moved"), source(server, "gone", "kept"),
                             source(server, "private"), source(server, "b", "removed")], QUICK))
    assert text.startswith("Of 5 addresses, 2 answer, 1 are gone, 1 have moved, 0 gave no clear answer and 1 refuse programs.")
    assert text.index("## Gone (1)") < text.index("## Moved for good (1)") < text.index("## Refused to a program (1)")
    assert f"- `s-gone`: <{server['gone']}> (404 Not Found); archived copy: <{server['kept']}>" in text
    assert f"- `s-moved`: <{server['moved']}> (moved for good) → <{server['new']}>" in text
    assert f"## Archived copies that are gone (1)\n\n- `s-b`: <{server['removed']}>" in text


def test_a_server_cannot_write_into_the_issue(server):
    text = as_markdown(check_sources([source(server, "evil")], QUICK))
    line = next(line for line in text.splitlines() if "s-evil" in line)
    assert "<b>" not in line and line.count("<") == line.count(">") == 2


def test_nothing_needs_a_person_where_all_answer_or_refuse(server):
    assert not needs_a_person(check_sources([source(server, "a"), source(server, "private")], QUICK))
    assert needs_a_person(check_sources([source(server, "a"), source(server, "moved")], QUICK))


def test_the_command_writes_the_report_and_succeeds_whatever_it_finds(tiny, server, tmp_path):
    file = tiny.paths.data / "sources.csv"
    text = file.read_text(encoding="utf-8")
    for old, path in (("https://trees.example.org/census-2023", "gone"), ("https://trees.example.org/census-2025", "a"),
                      ("https://trees.example.org/letter", "b")):
        text = text.replace(old, server[path])
    file.write_text(text, encoding="utf-8")
    run = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "links", "--output", str(tmp_path / "rot.md")])
    assert run.exit_code == 0, run.output
    assert "1 are gone" in (tmp_path / "rot.md").read_text(encoding="utf-8")
    run = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "links", "--only", "wardens-2025",
                                    "--output", str(tmp_path / "rot.md")])
    assert run.exit_code == 0 and (tmp_path / "rot.md").read_text(encoding="utf-8") == ""


def test_an_unknown_source_is_said(tiny):
    run = CliRunner().invoke(main, ["--report", str(tiny.paths.root), "links", "--only", "nobody"])
    assert run.exit_code == 1 and "no source is called nobody" in run.output
