"""A server that answers like a language model's, on this machine, and keeps what it was sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Said:
    """What was received, and what is answered: a status, a body, or nothing until ``late``."""

    address: str = ""
    status: int = 200
    content: object = "路灯坏了，望尽快修。"
    body: bytes | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    late: threading.Event | None = None
    paths: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def octets(self) -> bytes:
        if self.body is not None:
            return self.body
        choice = {"message": {"role": "assistant", "content": self.content, **self.extra}}
        return json.dumps({"choices": [choice]}).encode()


@contextmanager
def serving() -> Iterator[Said]:
    """Runs in a thread on a free port; ``address`` is what a town would set."""
    said = Said()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said.paths.append(self.path)
            said.keys.append(self.headers.get("Authorization"))
            length = int(self.headers["Content-Length"])
            said.bodies.append(self.rfile.read(length).decode())
            if said.late is not None:
                said.late.wait(20)
            octets = said.octets()
            try:
                self.send_response(said.status)
                self.send_header("Content-Length", str(len(octets)))
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(octets)
            except OSError:
                pass  # who asked has gone

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    said.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield said
    finally:
        if said.late is not None:
            said.late.set()
        server.shutdown()
        server.server_close()
        thread.join()
