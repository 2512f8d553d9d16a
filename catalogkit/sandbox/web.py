"""The services as a web application: requests become calls, and answers become responses."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .app import PREFIXES, Application
from .http import Answer, Call, unexpected

_LARGEST_BODY = 16 << 20
"""Bytes of a body that is no upload."""
_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]


class _TooLargeError(Exception):
    """A body is larger than any request of these services."""


def web_application(application: Application) -> Starlette:
    """The web application of some services, under all prefixes that servers have."""

    async def serve(request: Request) -> Response:
        return await _serve(application, request)

    async def home(_: Request) -> Response:
        return RedirectResponse(f"{PREFIXES[1]}/")

    routes = [Route(f"{prefix}{{rest:path}}", serve, methods=_METHODS) for prefix in PREFIXES]
    return Starlette(routes=[Route("/", home), *routes])


async def _serve(application: Application, request: Request) -> Response:
    prefix, path = _split(request.scope["path"])
    if path and not path.startswith("/"):
        return Response(status_code=404)
    headers = {name.lower(): value for name, value in request.headers.items()}
    query = parse_qsl(request.url.query, keep_blank_values=True)
    call = Call(request.method, path, query, headers)
    try:
        call = await _with_body(application, call, request)
    except _TooLargeError:
        return Response(status_code=413)
    except MultiPartException:
        return _response(unexpected(call, 500), request.method)
    answer = await run_in_threadpool(application.answer, call, prefix)
    if call.upload is not None and not _is_kept(application, call.upload):
        call.upload.unlink(missing_ok=True)
    return _response(answer, request.method)


def _split(path: str) -> tuple[str, str]:
    prefix = next(prefix for prefix in PREFIXES if path.startswith(prefix))
    return prefix, path.removeprefix(prefix)


async def _with_body(application: Application, call: Call, request: Request) -> Call:
    """The call with its body; an upload goes to a file, as servers do it (import-semantics §1.1)."""
    is_import = call.method == "POST" and call.path.rstrip("/") == "/rest_v2/import"
    is_allowed = is_import and application.may_upload(call)
    if is_allowed and call.content_type == "application/zip":
        return _copy(call, upload=await _to_file(application, request))
    if is_allowed and call.content_type == "multipart/form-data":
        return await _form(application, call, request)
    body = bytearray()
    async for chunk in request.stream():
        if not is_import:  # an upload that is refused is read to its end, and forgotten
            body += chunk
        if len(body) > _LARGEST_BODY:
            raise _TooLargeError
    return _copy(call, body=bytes(body))


async def _to_file(application: Application, request: Request) -> Path:
    descriptor, name = tempfile.mkstemp(suffix=".zip", dir=application.sandbox.uploads)
    with os.fdopen(descriptor, "wb") as stream:
        async for chunk in request.stream():
            await run_in_threadpool(stream.write, chunk)
    return Path(name)


async def _form(application: Application, call: Call, request: Request) -> Call:
    """The parts of a form: only the one named `file` is the catalog (rest-services §1.2)."""
    form = await MultiPartParser(request.headers, request.stream()).parse()
    upload: Path | None = None
    fields: list[tuple[str, str]] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if name == "file" and upload is None:
                upload = await run_in_threadpool(_kept, application, value)
        elif name == "file" and upload is None:
            upload = await run_in_threadpool(_written, application, value.encode("utf-8", "surrogateescape"))
        else:
            fields.append((name, value))
    await form.close()
    return _copy(call, upload=upload, fields=fields)


def _kept(application: Application, part: UploadFile) -> Path:
    descriptor, name = tempfile.mkstemp(suffix=".zip", dir=application.sandbox.uploads)
    with os.fdopen(descriptor, "wb") as stream:
        shutil.copyfileobj(part.file, stream)
    return Path(name)


def _written(application: Application, content: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(suffix=".zip", dir=application.sandbox.uploads)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    return Path(name)


def _copy(
    call: Call, *, body: bytes = b"", upload: Path | None = None, fields: list[tuple[str, str]] | None = None
) -> Call:
    return Call(call.method, call.path, call.query, call.headers, body, upload, fields)


def _is_kept(application: Application, upload: Path) -> bool:
    """Whether a task has taken an upload."""
    return application.sandbox.tasks.has_upload(upload)


def _response(answer: Answer, method: str) -> Response:
    headers: Mapping[str, str] = {
        **({"Content-Type": answer.content_type} if answer.content_type else {}),
        **answer.headers,
    }
    response = Response(answer.body if method != "HEAD" else b"", answer.status, headers)
    if not answer.content_type and "content-type" in response.headers:
        del response.headers["content-type"]
    return response
