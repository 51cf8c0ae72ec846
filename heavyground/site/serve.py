"""Write and look: builds the book, serves it, rebuilds when a file is saved, and tells open pages to reload.

python -m heavyground.press.serve [--port 8000]
"""

import argparse
import subprocess
import sys
import threading
import time
from pathlib import Path

from .server import Handler, server

WATCHED = ("*.md", "*.yml", "CITATION.cff", "chapters/**/*", "data/**/*", "heavyground/**/*")
RELOAD = """
let seen = null;
setInterval(async () => {
  try {
    const now = await (await fetch("/.build", {cache: "no-store"})).text();
    if (seen !== null && now !== seen) location.reload();
    seen = now;
  } catch (error) { /* the server is being restarted */ }
}, 700);
"""


class Live(Handler):
    """Adds one script to each page, which reloads it after a build."""

    builds = 0

    def do_GET(self):
        if self.path == "/.build":
            self.send_small(str(Live.builds), "text/plain")
        elif self.path == "/.reload.js":
            self.send_small(RELOAD, "text/javascript")
        else:
            super().do_GET()

    def send_text(self, path):
        if path.suffix == ".html":
            page = path.read_text("utf-8").replace(
                "</head>", '<script src="/.reload.js"></script></head>', 1
            )
            self.send_small(page, "text/html")
        else:
            super().send_text(path)

    def send_small(self, text, kind):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def state(root):
    """What would change a page: paths and times of the files a person edits."""
    paths = {
        path
        for pattern in WATCHED
        for path in root.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }
    return {str(path): path.stat().st_mtime_ns for path in paths}


def build(root):
    """One build; its own words say what is wrong, so the loop goes on."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "jupyter_book", "build", "-q", str(root)], cwd=root
    )
    print(
        f"{'Built' if done.returncode == 0 else 'Not built: see above.'} ({time.monotonic() - began:.1f} s)",
        flush=True,
    )
    Live.builds += 1


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--port", type=int, default=8000)
    port, root = options.parse_args().port, Path.cwd()
    before = state(root)
    build(root)
    with server(root / "_build" / "html", port, Live) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{running.server_port}/  (saves rebuild, Ctrl-C stops)", flush=True)
        try:
            while True:
                time.sleep(0.6)
                now = state(root)
                if now != before:
                    before = now
                    build(root)
        except KeyboardInterrupt:
            running.shutdown()


if __name__ == "__main__":
    main()
