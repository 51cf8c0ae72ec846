"""A static server as a good host would be: compressed text, the policy as a header, long caching of hashed names.

python -m heavyground.press.server [folder] [--port 8000]
"""

import argparse
import gzip
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .assets import TEXT
from .metadata import CSP

HEADERS = {
    "Content-Security-Policy": f"{CSP}; frame-ancestors 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@lru_cache(maxsize=256)
def packed(path, stamp):
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def end_headers(self):
        for name, value in HEADERS.items():
            self.send_header(name, value)
        hashed = Path(self.path.split("?")[0]).parent.name == "_static"
        self.send_header("Cache-Control", "max-age=31536000, immutable" if hashed else "no-cache")
        super().end_headers()

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if (
            path.suffix in TEXT
            and path.is_file()
            and "gzip" in self.headers.get("Accept-Encoding", "")
        ):
            self.send_text(path)
        else:
            super().do_GET()

    def send_text(self, path):
        body = packed(str(path), path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Quiet."""


def server(folder, port=0, handler=Handler):
    """A server for one folder; port 0 takes any free one (`.server_port` tells which)."""
    return ThreadingHTTPServer(
        ("127.0.0.1", port), lambda *a, **k: handler(*a, directory=str(folder), **k)
    )


def main():
    options = argparse.ArgumentParser(description="Serve the built pages.")
    options.add_argument("folder", nargs="?", default="_build/html")
    options.add_argument("--port", type=int, default=8000)
    chosen = options.parse_args()
    with server(chosen.folder, chosen.port) as running:
        print(f"http://127.0.0.1:{running.server_port}/  (Ctrl-C stops)")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
