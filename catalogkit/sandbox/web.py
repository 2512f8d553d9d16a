"""The services as a web application: requests become calls, and answers become responses."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import parse_qsl
from uuid import uuid4

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .app import PREFIXES, Application
from .http import Answer, Call, unexpected

_LARGEST_BODY = 16 << 20
"""Bytes of a body that is no upload."""
_BYTES = "latin-1"
"""The encoding in which every byte is a character."""
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
    upload = application.sandbox.uploads / f"{uuid4()}.zip"
    try:
        call = await _with_body(application, call, request, upload)
        answer = await run_in_threadpool(application.answer, call, prefix)
    except _TooLargeError:
        return Response(status_code=413)
    except MultiPartException:
        answer = unexpected(call, 500)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    finally:
        if not application.sandbox.tasks.has_upload(upload):
            upload.unlink(missing_ok=True)
    return _response(answer, request.method)


def _split(path: str) -> tuple[str, str]:
    prefix = next(prefix for prefix in PREFIXES if path.startswith(prefix))
    return prefix, path.removeprefix(prefix)


async def _with_body(application: Application, call: Call, request: Request, upload: Path) -> Call:
    """The call with its body; an upload goes to a file, as servers do it (import-semantics §1.1)."""
    is_import = call.method == "POST" and call.path.rstrip("/") == "/rest_v2/import"
    is_allowed = is_import and application.may_upload(call)
    if is_allowed and call.content_type == "application/zip":
        with upload.open("wb") as stream:
            async for chunk in request.stream():
                await run_in_threadpool(stream.write, chunk)
        return replace(call, upload=upload)
    if is_allowed and call.content_type == "multipart/form-data":
        return await _form(call, request, upload)
    body = bytearray()
    async for chunk in request.stream():
        if not is_import:  # an upload that is refused is read to its end, and forgotten
            body += chunk
        if len(body) > _LARGEST_BODY:
            raise _TooLargeError
    return replace(call, body=bytes(body))


async def _form(call: Call, request: Request, upload: Path) -> Call:
    """The parts of a form: only the first one named `file` is the catalog (rest-services §1.2).

    Without a file name it is a text to the parser, which therefore reads texts as Latin-1: no byte is lost.
    """
    headers = Headers({"Content-Type": f"{request.headers['Content-Type']}; charset={_BYTES}"})
    parser = MultiPartParser(headers, request.stream(), max_part_size=_LARGEST_BODY)
    form = await parser.parse()
    fields: list[tuple[str, str]] = []
    for name, value in form.multi_items():
        if name == "file" and call.upload is None:
            content = io.BytesIO(value.encode(_BYTES)) if isinstance(value, str) else value.file
            await run_in_threadpool(_write, content, upload)
            call = replace(call, upload=upload)
        elif isinstance(value, str):
            fields.append((_text(name), _text(value)))
    await form.close()
    return replace(call, fields=fields)


def _write(content: BinaryIO, upload: Path) -> None:
    with upload.open("wb") as stream:
        shutil.copyfileobj(content, stream)


def _text(latin: str) -> str:
    return latin.encode(_BYTES).decode("utf-8", "replace")


def _response(answer: Answer, method: str) -> Response:
    headers: Mapping[str, str] = {
        **({"Content-Type": answer.content_type} if answer.content_type else {}),
        **answer.headers,
    }
    response = Response(answer.body if method != "HEAD" else b"", answer.status, headers)
    if not answer.content_type and "content-type" in response.headers:
        del response.headers["content-type"]
    return response
