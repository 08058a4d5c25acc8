"""A small client of a language server: JSON-RPC over stdio, as much of it as the tests ask for."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds to wait for an answer; a server that says nothing for so long has failed."""

SETTINGS: Mapping[str, object] = {
    "yaml": {
        "validate": True,
        "completion": True,
        "hover": True,
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    },
    "http": {"proxy": "", "proxyStrictSSL": False},
    "[yaml]": {"editor.tabSize": 2},
}
"""Of an editor in which nothing is fetched from the web."""


class LanguageServer:
    """A running server, and the documents that are open in it."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.incoming: queue.Queue[dict[str, Any]] = queue.Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.numbered = 0
        threading.Thread(target=self._read, daemon=True).start()
        uri = folder.as_uri()
        self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": uri,
                "capabilities": {
                    "workspace": {"configuration": True},
                    "textDocument": {
                        "completion": {"completionItem": {"snippetSupport": True}},
                        "hover": {"contentFormat": ["markdown"]},
                    },
                },
                "workspaceFolders": [{"uri": uri, "name": folder.name}],
            },
        )
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def close(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()

    def request(self, method: str, params: object) -> Any:
        """The answer to a request; what comes before it is taken in."""
        self.numbered += 1
        self._send({"id": self.numbered, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self.numbered and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def notify(self, method: str, params: object) -> None:
        """Tell the server something."""
        self._send({"method": method, "params": params})

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """What the server says of a document, once it has looked at it."""
        uri = path.as_uri()
        self.diagnostics.pop(uri, None)
        self.numbered += 1
        document = {"uri": uri, "languageId": "yaml", "version": self.numbered, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        while uri not in self.diagnostics:
            self._next()
        return self.diagnostics[uri]

    def completions(self, path: Path, line: int, column: int) -> list[dict[str, Any]]:
        """What is offered at a place, both counted from 0."""
        answer = self.request("textDocument/completion", _at(path, line, column))
        items: list[dict[str, Any]] = answer["items"] if isinstance(answer, dict) else answer or []
        return items

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown over a place, both counted from 0."""
        answer = self.request("textDocument/hover", _at(path, line, column))
        if answer is None:
            return ""
        shown = answer["contents"]
        return str(shown["value"] if isinstance(shown, dict) else shown)

    def _next(self) -> dict[str, Any]:
        """The next message; what the server asks of its editor is answered here."""
        message = self.incoming.get(timeout=PATIENCE)
        match message.get("method"):
            case "textDocument/publishDiagnostics":
                params = message["params"]
                self.diagnostics[params["uri"]] = params["diagnostics"]
            case "workspace/configuration":
                asked = [SETTINGS.get(item.get("section")) for item in message["params"]["items"]]
                self._send({"id": message["id"], "result": asked})
            case str() if "id" in message:
                self._send({"id": message["id"], "result": None})
        return message

    def _send(self, message: Mapping[str, object]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = stream.readline()
            self.incoming.put(json.loads(stream.read(length)))


def _at(path: Path, line: int, column: int) -> dict[str, object]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
