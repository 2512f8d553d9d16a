"""The services behind paths, and what every call goes through first (rest-services, heads of §1 and §2)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..rehearsal.options import Server
from .accounts import Accounts, forbidden
from .export_service import ExportService
from .http import JSON, PRIVATE, XML, XML_DECLARATION, Answer, Call, element, not_allowed
from .import_service import ImportService
from .pages import upload_page
from .sandbox import Sandbox
from .v1_service import V1Service
from .v2_service import V2Service

PREFIXES = ("/jasperserver-pro", "/jasperserver")
"""The paths of the web application."""
_VERSIONS = {
    Server.CE_6_4: ("6.4.2", "CE", "Community"),
    Server.CE_8_2: ("8.2.0", "CE", "Community"),
    Server.PRO_8_2: ("8.2.0", "PRO", "Professional"),
}


@dataclass(frozen=True, slots=True)
class Application:
    """All services of a server.

    Args:
        sandbox: the server behind them.
        accounts: who may call.
    """

    sandbox: Sandbox
    accounts: Accounts

    def answer(self, call: Call, prefix: str) -> Answer:
        """The answer to a call; its path is below the web application.

        Args:
            call: the call, of nobody yet.
            prefix: the path of the web application.
        """
        answer = self._answer(call, prefix)
        if call.method == "OPTIONS" and answer.status == 405:
            return Answer(200, headers=answer.headers)
        return answer

    def may_upload(self, call: Call) -> bool:
        """Whether the body of an upload is worth reading; `answer` refuses it otherwise."""
        user = self.accounts.user_of(call)
        return not isinstance(user, Answer) and self.accounts.is_administrator(user)

    def _answer(self, call: Call, prefix: str) -> Answer:
        service, _, path = call.path.lstrip("/").partition("/")
        name, *rest = path.rstrip("/").split("/") if service == "rest_v2" else path.split("/")
        segments = tuple(rest)
        if (service, name) == ("rest_v2", "login"):
            return (
                self.accounts.log_in(call) if call.method in ("GET", "POST") else not_allowed("GET", "POST")
            )
        user = self.accounts.user_of(call)
        if isinstance(user, Answer):
            return user
        known = Call(
            call.method, call.path, call.query, call.headers, call.body, call.upload, call.fields, user
        )
        return self._service(known, service, name, segments, prefix)

    def _service(self, call: Call, service: str, name: str, rest: tuple[str, ...], prefix: str) -> Answer:
        if (service, name) in (("rest_v2", "import"), ("rest_v2", "export")):
            if not self.accounts.is_administrator(call.user):
                return forbidden(call)
            found = ImportService if name == "import" else ExportService
            return found(self.sandbox).answer(call, rest)
        if (service, name) == ("rest_v2", "resources"):
            return V2Service(self.sandbox).answer(call, rest)
        if (service, name) == ("rest", "resources") and self.sandbox.repository.server.is_6_4:
            return V1Service(self.sandbox).answer(call, rest)
        if (service, name) == ("rest_v2", "serverInfo"):
            return server_info(call, self.sandbox.repository.server, rest)
        if service in ("", "upload.html"):
            return upload_page(prefix)
        return Answer(404, headers=PRIVATE)


def server_info(call: Call, server: Server, rest: tuple[str, ...]) -> Answer:
    """Which server this is: all of it, or one member as plain text."""
    version, edition, name = _VERSIONS[server]
    told = {
        "dateFormatPattern": "yyyy-MM-dd",
        "datetimeFormatPattern": "yyyy-MM-dd'T'HH:mm:ss",
        "version": version,
        "edition": edition,
        "editionName": name,
        "build": "catalogkit sandbox",
    }
    if call.method not in ("GET", "HEAD"):
        return not_allowed("HEAD", "GET", "OPTIONS")
    if rest:
        value = told.get(rest[0]) if len(rest) == 1 else None
        return Answer(404, headers=PRIVATE) if value is None else Answer(200, value.encode(), "text/plain")
    if call.wants_json:
        return Answer(200, json.dumps(told, separators=(",", ":")).encode(), JSON, PRIVATE)
    body = "".join(element(key, value) for key, value in told.items())
    return Answer(200, f"{XML_DECLARATION}<serverInfo>{body}</serverInfo>".encode(), XML, PRIVATE)
