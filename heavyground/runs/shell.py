"""An IPython in a process of its own that runs the cells of one page: what they show, print and
raise comes back as a notebook has it.

Code is compiled under the page's path and with the page's lines, so that every traceback says where
on the page it came from.
"""

import ast
import base64
import codecs
import io
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from .cells import Cell

Output = dict[str, Any]
COLUMNS = 20  # of a frame as text: pandas' own number where it is imported in a notebook
STREAMS = {"stdout": 1, "stderr": 2}  # and the descriptors that libraries write to past Python


class Outputs(list[Output]):
    """What one cell has put out so far, as nbformat writes it."""

    def text(self, name: str, text: str) -> None:
        """Printed text; what follows on text of the same stream is joined to it."""
        if text and self and self[-1].get("name") == name:
            self[-1]["text"] += text
        elif text:
            self.append({"output_type": "stream", "name": name, "text": text})

    def shown(self, data: Mapping[str, Any], metadata: Mapping[str, Any] | None) -> None:
        """Something displayed, in all its forms; bytes are written as base64."""
        forms = {
            kind: base64.b64encode(form).decode() if isinstance(form, bytes) else form
            for kind, form in data.items()
        }
        self.append(
            {"output_type": "display_data", "data": forms, "metadata": dict(metadata or {})}
        )

    def result(self, data: Mapping[str, Any], metadata: Mapping[str, Any], count: int) -> None:
        """The value of the last expression, in all its forms."""
        self.shown(data, metadata)
        self[-1] |= {"output_type": "execute_result", "execution_count": count}

    def raised(self, error: BaseException) -> None:
        """An error that the cell is allowed to raise."""
        kind, said = type(error).__name__, str(error)
        traceback = [f"{kind}: {said}"]
        self.append({"output_type": "error", "ename": kind, "evalue": said, "traceback": traceback})

    def written(self, name: str) -> str:
        """All text of one stream."""
        return "".join(output["text"] for output in self if output.get("name") == name)


class Shell:
    """Runs cells one after the other in one namespace, and takes the process's streams for good.

    page: the path under which they compile.
    """

    def __init__(self, page: Path) -> None:
        self._page = str(page)
        self._files = {name: tempfile.TemporaryFile() for name in STREAMS}  # noqa: SIM115  for good
        for name, descriptor in STREAMS.items():
            os.dup2(self._files[name].fileno(), descriptor)
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        self._shell: Any = ZMQShell.instance(config=config)
        pandas.set_option("display.max_columns", COLUMNS)

    def run(self, cell: Cell) -> tuple[Outputs, BaseException | None]:
        """Outputs of a cell, and what it raised."""
        outputs = Outputs()
        shell = self._shell
        shell.compile.page = self._page
        shell.ast_transformers = [_Moved(cell.line - 1)]
        shell.displayhook.outputs = shell.display_pub.outputs = outputs
        sys.stdout, sys.stderr = (_stream(outputs, name) for name in STREAMS)
        shell.unseen = None
        done = shell.run_cell(cell.code, store_history=True)
        for name, file in self._files.items():
            file.seek(0)
            outputs.text(name, file.read().decode("utf-8", "replace"))
            file.seek(0)
            file.truncate()
        before = _on_page(done.error_before_exec, cell)
        return outputs, before or done.error_in_exec or shell.unseen


def _on_page(error: BaseException | None, cell: Cell) -> BaseException | None:
    """What a cell raised before it ran, with the line of the page if it has one."""
    if isinstance(error, SyntaxError) and error.lineno:
        error.lineno += cell.line - 1
    return error


def _stream(outputs: Outputs, name: str) -> io.TextIOWrapper:
    raw: Any = _Raw(outputs, name)
    return io.TextIOWrapper(raw, encoding="utf-8", write_through=True)


class _Raw(io.RawIOBase):
    """Bytes of a stream on their way to the outputs."""

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        written = bytes(data)
        self._outputs.text(self._name, self._decoder.decode(written))
        return len(written)


class _Moved(ast.NodeTransformer):
    """Gives a cell's code the lines of the page."""

    def __init__(self, by: int) -> None:
        self._by = by

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.increment_lineno(node, self._by)


class _Compiler(CachingCompiler):
    """Compiles under the page's path."""

    page = "<cell>"

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return self.page


class _Hook(DisplayHook):
    """Takes the value of a cell's last expression."""

    outputs = Outputs()

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(
        self, format_dict: Mapping[str, Any], md_dict: Mapping[str, Any] | None = None
    ) -> None:
        self.outputs.result(format_dict, md_dict or {}, self.prompt_count)

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Publisher(DisplayPublisher):
    """Takes what a cell displays on its way."""

    outputs = Outputs()

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **more: Any) -> None:
        self.outputs.shown(data, metadata)

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.clear()


class ZMQShell(InteractiveShell):
    """An IPython without a terminal, a profile or a history. By its name pandas knows that it
    writes for a notebook, not for a terminal of some width."""

    compiler_class = Type(_Compiler)
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def init_ipython_dir(self, ipython_dir: Any) -> None:
        pass

    def init_profile_dir(self, profile_dir: Any) -> None:
        pass

    def init_virtualenv(self) -> None:
        pass

    unseen: BaseException | None = None  # what a form of an output raised, which IPython only shows

    def showtraceback(self, exc_tuple: Any = None, *given: Any, **more: Any) -> None:
        """Errors are reported once, by whoever runs the cell."""
        if exc_tuple:
            self.unseen = exc_tuple[1]

    def showsyntaxerror(self, *given: Any, **more: Any) -> None:
        pass

    def _format_exception_for_storage(self, *given: Any, **more: Any) -> dict[str, Any]:
        return {}
