"""A static server as a good host would be: compressed text, the policy as a header, long caching of
hashed names.

python -m heavyground.site.server [folder] [--port 8000]
"""

import argparse
import contextlib
import gzip
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .metadata import CSP
from .output.files import TEXT

HEADERS = {
    "Content-Security-Policy": f"{CSP}; frame-ancestors 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@lru_cache(maxsize=256)
def packed(path: Path, stamp: int) -> bytes:
    """A file compressed. stamp: its time, so that a changed file is packed anew."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)


class Handler(SimpleHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        hashed = Path(self.path.split("?")[0]).parent.name == "_static"
        self.send_header("Cache-Control", "max-age=31536000, immutable" if hashed else "no-cache")
        super().end_headers()

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        accepted = self.headers.get("Accept-Encoding", "")
        if path.suffix in TEXT and path.is_file() and "gzip" in accepted:
            self.send_text(path)
        else:
            super().do_GET()

    def send_text(self, path: Path) -> None:
        body = packed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Quiet."""


def server(
    folder: Path, port: int = 0, handler: type[SimpleHTTPRequestHandler] = Handler
) -> ThreadingHTTPServer:
    """A server for one folder; port 0 takes any free one (`.server_port` tells which)."""

    def handle(*arguments: Any, **named: Any) -> SimpleHTTPRequestHandler:
        return handler(*arguments, directory=str(folder), **named)

    return ThreadingHTTPServer(("127.0.0.1", port), handle)


def main() -> None:
    options = argparse.ArgumentParser(description="Serve the built pages.")
    options.add_argument("folder", nargs="?", type=Path, default=Path("_build/html"))
    options.add_argument("--port", type=int, default=8000)
    chosen = options.parse_args()
    with server(chosen.folder, chosen.port) as running, contextlib.suppress(KeyboardInterrupt):
        print(f"http://127.0.0.1:{running.server_port}/  (Ctrl-C stops)")
        running.serve_forever()


if __name__ == "__main__":
    main()
