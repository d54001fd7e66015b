"""A visitor without a browser: a real websocket session against a real server, timing whole runs."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A running server of this machine."""

    port: int
    process_id: int

    def processor_seconds(self) -> float:
        """What the server process has used of the processor so far (Linux: from /proc)."""
        fields = Path(f"/proc/{self.process_id}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def serving(script: str, **environment: str) -> Iterator[Server]:
    """A `streamlit run` of `script` on a free port of this machine, stopped afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_answer(f"http://localhost:{port}/_stcore/health", process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def server(script: str, **environment: str) -> Iterator[int]:
    """As `serving`, for those who need the port only."""
    with serving(script, **environment) as running:
        yield running.port


def wait_for_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {process.returncode}")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=1).close()
            return
    raise RuntimeError(f"no answer from {address}")


class Visitor:
    """One open session. `run` asks for a page and returns the seconds until the script has finished.

    As a browser does, it keeps the large messages of the last run and tells the server which, so that it need not
    send them again.
    """

    def __init__(self, port: int) -> None:
        self.socket: ClientConnection = connect(
            f"ws://localhost:{port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            compression=None,
        )
        self._kept: set[str] = set()

    def run(self, query: str = "", page: str = "") -> float:
        """Seconds of one run; `self.is_loading` tells whether it showed the first load's progress bar."""
        self.is_loading = False
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        self._say_kept(message)
        start = time.perf_counter()
        self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self.socket.recv())
            self._keep(answer)
            if answer.delta.new_element.WhichOneof("type") == "progress":
                self.is_loading = True
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished == 0:
                return time.perf_counter() - start

    def _say_kept(self, message: BackMsg) -> None:
        message.rerun_script.cached_message_hashes.extend(self._kept)
        self._kept = set()

    def _keep(self, answer: ForwardMsg) -> None:
        if answer.metadata.cacheable or answer.ref_hash:
            self._kept.add(answer.ref_hash or answer.hash)

    def close(self) -> None:
        self.socket.close()
