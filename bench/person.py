"""Someone who works at a screen without a browser: widgets by their key, files dropped, buttons pressed."""

from __future__ import annotations

import itertools
import time
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.session import Visitor

WIDGETS = ("button", "text_input", "file_uploader")
FINISHED = 0
_numbers = itertools.count()


class ScreenFault(Exception):
    """The screen showed an exception, or not its end."""


class Person(Visitor):
    """A session that keeps its widgets' states, as a browser does.

    Of the last run: `widgets`, key -> id, and whether it is disabled; `drawers`, the titles of what opens and shuts.
    """

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port
        self.session_id = ""
        self.widgets: dict[str, tuple[str, bool]] = {}
        self.states: dict[str, WidgetState] = {}
        self.drawers: list[str] = []
        self.faults: list[str] = []
        self.has_ended = False
        self.address = ("", "")

    def open(self, query: str, page: str) -> float:
        """Seconds until the screen stands; it is a new screen, so no widget has a state. Raises ScreenFault."""
        self.address, self.states = (query, page), {}
        return self._go()

    def write(self, key: str, text: str) -> float:
        """Type into a field and leave it."""
        return self._change(key, lambda state: setattr(state, "string_value", text))

    def press(self, key: str) -> float:
        """Press a button. Raises ScreenFault where it is not there or cannot be pressed."""
        if self.widgets.get(key, ("", True))[1]:
            raise ScreenFault(f"{key} cannot be pressed")
        spent = self._change(key, lambda state: setattr(state, "trigger_value", True))
        self.states.pop(self.widgets.get(key, ("", False))[0], None)
        self.states = {name: state for name, state in self.states.items() if not state.trigger_value}
        return spent

    def drop(self, key: str, file: Path) -> float:
        """Put a file on an uploader: sent, then the run it causes."""
        content = file.read_bytes()
        urls = self._urls(file.name)
        boundary = uuid.uuid4().hex
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        body += content + f"\r\n--{boundary}--\r\n".encode()
        cookie = urllib.request.urlopen(f"http://localhost:{self.port}/_stcore/health").headers.get("Set-Cookie", "")
        token = cookie.split("=", 1)[1].split(";")[0] if "=" in cookie else ""
        request = urllib.request.Request(f"http://localhost:{self.port}{urls.upload_url}", data=body, method="PUT")
        request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
        request.add_header("Cookie", f"_streamlit_xsrf={token}")
        request.add_header("X-Xsrftoken", token)
        urllib.request.urlopen(request).close()
        info = UploadedFileInfo(name=file.name, size=len(content), file_id=urls.file_id, file_urls=urls)
        return self._change(key, lambda state: state.file_uploader_state_value.uploaded_file_info.append(info))

    def key_like(self, start: str) -> list[str]:
        """The keys of the last run's widgets that begin so."""
        return [key for key in self.widgets if key.startswith(start)]

    def _change(self, key: str, change: Callable[[WidgetState], None]) -> float:
        state = WidgetState(id=self.widgets[key][0])
        change(state)
        self.states[state.id] = state
        return self._go()

    def _go(self) -> float:
        message = BackMsg()
        message.rerun_script.query_string, message.rerun_script.page_name = self.address
        message.rerun_script.widget_states.widgets.extend(self.states.values())
        self._say_kept(message)
        start = time.perf_counter()
        self.socket.send(message.SerializeToString())
        self.widgets, self.drawers, self.faults, self.has_ended, self.is_loading = {}, [], [], False, False
        while True:
            answer = self._next()
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished == FINISHED:
                break
        if self.faults or not self.has_ended:
            raise ScreenFault(f"{self.address}: {self.faults or 'the screen did not come to its end'}")
        return time.perf_counter() - start

    def _next(self) -> ForwardMsg:
        answer = ForwardMsg()
        answer.ParseFromString(self.socket.recv(timeout=120))
        self._keep(answer)
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self.session_id = answer.new_session.initialize.session_id
            self.drawers = []  # a run that starts over
        elif kind == "delta":
            self._note(answer)
        return answer

    def _note(self, answer: ForwardMsg) -> None:
        if answer.delta.add_block.expandable.label:
            self.drawers.append(answer.delta.add_block.expandable.label.replace("\\", ""))
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind in WIDGETS:
            widget = getattr(element, kind)
            key = widget.id.split("-", 2)[-1]
            self.widgets[key] = (widget.id, widget.disabled)
        elif kind == "exception":
            self.faults.append(element.exception.message)
        elif kind == "progress":
            self.is_loading = True
        elif kind in ("html", "markdown"):
            self.has_ended |= "ea-end" in getattr(element, kind).body

    def _urls(self, name: str) -> FileURLs:
        message = BackMsg()
        message.file_urls_request.request_id = str(next(_numbers))
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session_id
        self.socket.send(message.SerializeToString())
        while True:
            answer = self._next()
            if answer.WhichOneof("type") == "file_urls_response":
                return answer.file_urls_response.file_urls[0]
