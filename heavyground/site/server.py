"""A static server as a good host would be: packed text, the policy as a header, long keeping of
files whose names hold a digest.

    python -m heavyground.site.server [folder] [--port 8000]
"""

import argparse
import contextlib
import gzip
from collections.abc import Sequence
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .metadata import CSP
from .output.files import TEXT

HERE = "127.0.0.1"
PORT = 8000
HEADERS = {
    "Content-Security-Policy": f"{CSP}; frame-ancestors 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@lru_cache(maxsize=256)
def packed(path: Path, stamp: int) -> bytes:
    """A file with gzip. stamp: when it last changed, so that a new one is packed anew."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)


class Handler(SimpleHTTPRequestHandler):
    """Files of one folder, with the headers above."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        digested = Path(self.path.partition("?")[0]).parent.name == "_static"
        self.send_header("Cache-Control", "max-age=31536000, immutable" if digested else "no-cache")
        super().end_headers()

    def do_GET(self) -> None:
        path = self.file()
        takes_packed = "gzip" in self.headers.get("Accept-Encoding", "")
        if path.suffix in TEXT and path.is_file() and takes_packed:
            kind = f"{self.guess_type(str(path))}; charset=utf-8"
            self.send_bytes(packed(path, path.stat().st_mtime_ns), kind, encoding="gzip")
        else:
            super().do_GET()

    def file(self) -> Path:
        """The file that is asked for; of a folder, its index."""
        path = Path(self.translate_path(self.path))
        return path / "index.html" if path.is_dir() else path

    def send_bytes(self, body: bytes, kind: str, encoding: str = "") -> None:
        """A whole answer."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if encoding:
            self.send_header("Content-Encoding", encoding)
            self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""


def server(folder: Path | str, port: int = 0) -> ThreadingHTTPServer:
    """A server for one folder; port 0 takes any free one (`.server_port` tells which).

    Raises OSError where the port is in use.
    """
    return ThreadingHTTPServer((HERE, port), partial(Handler, directory=str(folder)))


def address(running: ThreadingHTTPServer) -> str:
    """Where a running server answers."""
    return f"http://{HERE}:{running.server_port}/"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve a folder until Ctrl-C."""
    options = argparse.ArgumentParser(description="Serve the built pages.")
    options.add_argument("folder", nargs="?", default="_build/html")
    options.add_argument("--port", type=int, default=PORT)
    chosen = options.parse_args(arguments)
    with server(chosen.folder, chosen.port) as running:
        print(f"{address(running)}  (Ctrl-C stops)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            running.serve_forever()


if __name__ == "__main__":
    main()
