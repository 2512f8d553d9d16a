"""What fails on its way: nothing half-done stays, nothing is sent twice, each error is one line."""

from __future__ import annotations

import io
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from catalogkit.errors import (
    BadAnswerError,
    ExitCode,
    RefusedError,
    RemoteError,
    UnreachableError,
    UsageError,
    exit_code,
)
from catalogkit.rehearsal.outcome import Phase
from catalogkit.server import Api, ExportRequest, ImportRequest
from catalogkit.server.connection import CountedFile
from tests.server.conftest import PACE, SECRET, FakeClock, Open
from tests.server.faults import (
    Answering,
    FaultServer,
    answer,
    as_json,
    chunked_cut,
    dropped,
    page,
    redirect,
    silent,
)

RUNNING = as_json({"id": "t1", "phase": "inprogress", "message": "Export in progress."})
DONE = as_json({"id": "t1", "phase": "finished", "message": "Export succeeded."})
GONE = as_json({"errorCode": "no.such.export.process", "message": "No export task with id t1."}, 404)
EVERYTHING = ExportRequest(parameters=("everything",))
ZIP = [("Content-Type", "application/zip")]


def fails(server: FaultServer, opened: Open, what: str, **more: float) -> RemoteError:
    """The error of an export that fails."""
    target = Path(what)
    with opened(server.url, **more) as client, pytest.raises(RemoteError) as found:
        client.export(EVERYTHING, target, pace=PACE)
    error = found.value
    assert exit_code(error) is ExitCode.SERVER
    assert "\n" not in str(error)
    assert error.hint
    assert SECRET not in f"{error!r} {error} {error.hint}"
    assert list(target.parent.glob("*export.zip*")) == []
    return error


@pytest.fixture
def target(tmp_path: Path) -> str:
    return str(tmp_path / "export.zip")


def test_an_export_arrives_whole(opened: Open, target: str, upload: bytes, clock: FakeClock) -> None:
    with (
        FaultServer([RUNNING, RUNNING, RUNNING, DONE, answer(body=upload, headers=ZIP)]) as server,
        opened(server.url) as client,
    ):
        exported = client.export(EVERYTHING, Path(target), pace=PACE)

    assert Path(target).read_bytes() == upload
    assert exported.download is not None
    assert (exported.download.size, exported.download.entries > 3) == (len(upload), True)
    assert server.said == ["POST export", "GET state", "GET state", "GET state", "GET catalog.zip"]
    assert clock.slept == [1.0, 2.0, 4.0]
    assert server.requests[-1].headers["accept"] == "*/*"  # JSON is answered with 406 (rest-services §2)


@pytest.mark.parametrize(
    ("download", "what"),
    [
        (lambda zipped: answer(body=zipped[:100], headers=ZIP, length=len(zipped)), "cut off"),
        (lambda zipped: chunked_cut(zipped[:100]), "cut off"),
        (lambda zipped: answer(body=zipped, headers=ZIP, length=100), "no whole catalog"),
        (lambda zipped: answer(body=zipped[:-1] + b"", headers=ZIP), "no whole catalog"),
        (lambda zipped: answer(body=_damaged(zipped), headers=ZIP), "no whole catalog"),
        (lambda _: answer(body=b"", headers=ZIP), "no whole catalog"),
        (lambda _: page(), "asks for a login"),
        (lambda _: answer(body=b"<html>\nlog in", headers=ZIP), "no whole catalog"),
        (lambda _: redirect("/jasperserver/login.html"), "asks for a login"),
        (lambda _: as_json({"errorCode": "resource.not.ready", "message": "not yet"}, 403), "not.ready"),
        (lambda _: answer(503, headers=[("Retry-After", "600")]), "not available"),
        (lambda _: answer(204), "sends nothing"),
    ],
)
def test_a_download_that_fails_leaves_nothing(
    opened: Open, target: str, upload: bytes, download: object, what: str
) -> None:
    assert callable(download)
    with FaultServer([RUNNING, DONE, download(upload), GONE]) as server:
        error = fails(server, opened, target)

    assert what in str(error)
    assert server.said == ["POST export", "GET state", "GET catalog.zip", "DELETE t1"]


def test_a_download_that_got_lost_before_it_began_is_said_to_be_lost(opened: Open, target: str) -> None:
    with FaultServer([RUNNING, DONE, dropped, GONE, GONE]) as server:
        error = fails(server, opened, target)

    assert "lost with the connection" in str(error)
    assert server.said[2:] == ["GET catalog.zip", "GET catalog.zip", "DELETE t1"]


def test_a_download_that_is_refused_for_a_moment_is_asked_for_again(
    opened: Open, target: str, upload: bytes, clock: FakeClock
) -> None:
    script = [DONE, answer(503, headers=[("Retry-After", "3")]), dropped, answer(body=upload, headers=ZIP)]
    with FaultServer(script) as server, opened(server.url) as client:
        client.export(EVERYTHING, Path(target))

    assert Path(target).read_bytes() == upload
    assert clock.slept == [3.0, 1.0]


def _damaged(zipped: bytes) -> bytes:
    """The same zip with other bytes inside of its first entry."""
    start = 60
    return zipped[:start] + bytes(byte ^ 0xFF for byte in zipped[start : start + 8]) + zipped[start + 8 :]


@pytest.mark.parametrize("script", [dropped, answer(503), answer(502), answer(500), page(), GONE])
def test_a_post_is_never_sent_twice(opened: Open, target: str, script: Answering) -> None:
    with FaultServer([script, RUNNING]) as server:
        fails(server, opened, target)

    assert server.said == ["POST export"]


CUT = answer(body=b'{"id": "t1", "pha', headers=[("Content-Type", "application/json")])
LOST = pytest.mark.parametrize(
    "script", [dropped, answer(504), answer(502), CUT], ids=["dropped", "504", "502", "cut"]
)
"""Answers that leave open what the request did."""


@LOST
def test_an_import_may_have_begun_when_the_answer_is_lost(
    opened: Open, upload: bytes, script: Answering
) -> None:
    with FaultServer([script]) as server, opened(server.url) as client, pytest.raises(RemoteError) as found:
        client.import_(io.BytesIO(upload), len(upload))

    assert found.value.hint == (
        "the import may have begun: `catalogkit task list` shows what runs; compare the server with the "
        "catalog before you import again"
    )


@LOST
def test_an_export_may_have_begun_when_the_answer_is_lost(
    opened: Open, target: str, script: Answering
) -> None:
    with FaultServer([script]) as server:
        error = fails(server, opened, target)

    assert error.hint == "the export may have begun: `catalogkit task list` shows what runs; or export again"


@pytest.mark.parametrize("script", [answer(503), answer(401), page(), redirect("/x", 307)])
def test_an_import_that_was_refused_did_not_begin(opened: Open, upload: bytes, script: Answering) -> None:
    with FaultServer([script]) as server, opened(server.url) as client, pytest.raises(RemoteError) as found:
        client.import_(io.BytesIO(upload), len(upload))

    assert "may have begun" not in found.value.hint


def test_an_import_that_was_never_sent_did_not_begin(opened: Open, upload: bytes) -> None:
    with FaultServer([]) as server:
        url = server.url
    with opened(url) as client, pytest.raises(UnreachableError) as found:
        client.import_(io.BytesIO(upload), len(upload))

    assert found.value.hint == "check its address, and the network or proxy"


@LOST
def test_an_import_may_have_ended_when_the_answer_is_lost(
    opened: Open, upload: bytes, script: Answering
) -> None:
    with (
        FaultServer([RUNNING, script, script]) as server,
        opened(server.url, tries=2) as client,
        pytest.raises(RemoteError) as found,
    ):
        client.import_(io.BytesIO(upload), len(upload))

    assert found.value.hint == (
        "the import may have ended, which is told once: ask for its state again, and if it is gone compare "
        "the server with the catalog before you import again"
    )


def test_an_upload_is_never_sent_twice(opened: Open, upload: bytes, clock: FakeClock) -> None:
    with (
        FaultServer([answer(503, headers=[("Retry-After", "1")]), RUNNING]) as server,
        opened(server.url) as client,
        pytest.raises(RefusedError),
    ):
        client.import_(io.BytesIO(upload), len(upload))

    assert server.said == ["POST import"]
    assert server.requests[0].body == upload
    assert clock.slept == []


def test_an_upload_follows_no_redirect(opened: Open, upload: bytes) -> None:
    with (
        FaultServer([redirect("/jasperserver/rest_v2/import", 307), RUNNING]) as server,
        opened(server.url) as client,
        pytest.raises(BadAnswerError, match="not sent twice"),
    ):
        client.import_(io.BytesIO(upload), len(upload))

    assert server.said == ["POST import"]


def test_a_server_that_does_not_answer(opened: Open) -> None:
    with (
        FaultServer([silent, silent]) as server,
        opened(server.url, timeout=0.2, tries=2) as client,
        pytest.raises(UnreachableError, match="does not answer in time") as found,
    ):
        client.info()

    assert "--timeout" in found.value.hint
    assert server.said == ["GET serverInfo"] * 2


def test_nobody_is_there(opened: Open, clock: FakeClock) -> None:
    with FaultServer([]) as server:
        url = server.url
    with opened(url) as client, pytest.raises(UnreachableError, match="cannot be reached"):
        client.info()

    assert clock.slept == [0.5, 1.0]


def test_a_server_that_is_busy_is_asked_again_when_it_wants(opened: Open, clock: FakeClock) -> None:
    date = "Tue, 14 Nov 2023 22:13:39 GMT"  # twelve seconds after the clock says, when seven have passed
    busy = [answer(503, headers=[("Retry-After", "7")]), answer(429, headers=[("Retry-After", date)])]
    with FaultServer([*busy, as_json({"version": "8.2.0"})]) as server, opened(server.url) as client:
        assert client.info().version == "8.2.0"

    assert clock.slept == [7.0, 12.0]


def test_a_server_that_wants_to_rest_for_long_is_left_alone(opened: Open, clock: FakeClock) -> None:
    with (
        FaultServer([answer(503, headers=[("Retry-After", "3600")])]) as server,
        opened(server.url) as client,
        pytest.raises(RefusedError, match="not available") as found,
    ):
        client.info()

    assert "3,600 seconds" in found.value.hint
    assert (server.said, clock.slept) == (["GET serverInfo"], [])


@pytest.mark.parametrize("script", [dropped, answer(body=b'{"version": "8', length=100)])
def test_a_question_that_was_cut_off_is_asked_again(opened: Open, script: Answering) -> None:
    with FaultServer([script, as_json({"version": "8.2.0"})]) as server, opened(server.url) as client:
        assert client.info().version == "8.2.0"

    assert server.said == ["GET serverInfo"] * 2


def test_an_outcome_that_got_lost_is_said_to_be_lost(opened: Open) -> None:
    with (
        FaultServer([dropped, GONE]) as server,
        opened(server.url) as client,
        pytest.raises(UnreachableError, match="its outcome was lost") as found,
    ):
        client.imports.state("t1")

    assert found.value.hint == "compare the server with the catalog before you import again"
    assert server.said == ["GET state"] * 2


def test_a_task_that_is_gone_was_read_by_somebody_else(opened: Open) -> None:
    with (
        FaultServer([GONE]) as server,
        opened(server.url) as client,
        pytest.raises(RefusedError, match=r"no\.such\.export\.process") as found,
    ):
        client.imports.state("t1")

    assert found.value.hint == (
        "no import has this id: its outcome was told, which is done once, or it was cancelled"
    )


def test_an_export_that_is_gone_was_never_lost_by_asking(opened: Open) -> None:
    with (
        FaultServer([dropped, GONE]) as server,
        opened(server.url) as client,
        pytest.raises(RefusedError) as found,
    ):
        client.exports.state("t1")

    assert found.value.hint == "no export has this id: it was fetched, which is possible once, or cancelled"


@pytest.mark.parametrize("identity", ["", "../../x", "a b", "ä", "a" * 101])
def test_what_is_no_id_of_a_task_is_not_asked_for(opened: Open, identity: str) -> None:
    with FaultServer([]) as server, opened(server.url) as client:
        for ask in (client.service_of, client.cancel_import, client.import_options, client.imports.state):
            with pytest.raises(UsageError, match="no id of a task"):
                ask(identity)

    assert server.requests == []


def test_the_service_of_a_task_is_found_without_asking_imports(opened: Open) -> None:
    with FaultServer([DONE, GONE, answer(500), answer(403)]) as server, opened(server.url) as client:
        assert client.service_of("t1") is client.exports
        assert client.service_of("t2") is client.imports
        assert client.service_of("t3") is client.imports
        with pytest.raises(RefusedError, match="does not allow"):
            client.service_of("t4")

    assert [request.path.partition("rest_v2/")[2] for request in server.requests] == [
        f"export/t{number}/state" for number in (1, 2, 3, 4)
    ]


def test_a_restart_whose_answer_got_lost_arrived(opened: Open) -> None:
    refused = as_json({"errorCode": "update.not.pending.phase", "message": "no"}, 400)
    running = as_json({"id": "t1", "phase": "inprogress"})
    with FaultServer([dropped, refused, running]) as server, opened(server.url) as client:
        state = client.imports.restart("t1", ImportRequest())

    assert state.phase is Phase.IN_PROGRESS
    assert server.said == ["PUT t1", "PUT t1", "GET state"]


def test_a_restart_that_is_refused_at_once_is_an_error(opened: Open) -> None:
    refused = as_json({"errorCode": "update.not.pending.phase", "message": "no"}, 400)
    with FaultServer([refused]) as server, opened(server.url) as client, pytest.raises(RefusedError) as found:
        client.imports.restart("t1", ImportRequest())

    assert found.value.hint == "only a pending import can be restarted"


def test_a_cancellation_whose_answer_got_lost_arrived(opened: Open) -> None:
    with FaultServer([dropped, GONE]) as server, opened(server.url) as client:
        client.cancel_import("t1")

    assert server.said == ["DELETE t1"] * 2


def test_what_is_not_there_cannot_be_cancelled(opened: Open) -> None:
    with FaultServer([GONE]) as server, opened(server.url) as client, pytest.raises(RefusedError):
        client.cancel_import("t1")


def test_a_login_goes_nowhere_else(opened: Open) -> None:
    with FaultServer([as_json({"version": "stolen"})]) as other:
        stolen = f"{other.url}/rest_v2/serverInfo?password=x".replace("http://", "http://ana:pw@")
        with (
            FaultServer([redirect(stolen)]) as server,
            opened(server.url) as client,
            pytest.raises(BadAnswerError, match="redirects to another one") as found,
        ):
            client.info()

    assert other.requests == []
    assert "ana" not in str(found.value)
    assert "password" not in str(found.value)


def test_redirects_are_followed_within_the_origin(opened: Open) -> None:
    script = [redirect(f"/jasperserver/step/{number}") for number in range(5)]
    with FaultServer([*script, as_json({"version": "8.2.0"})]) as server, opened(server.url) as client:
        assert client.info().version == "8.2.0"

    assert [request.headers["authorization"][:6] for request in server.requests] == ["Basic "] * 6


def test_redirects_end(opened: Open) -> None:
    script = [redirect("/jasperserver/again")] * 20
    with (
        FaultServer(script) as server,
        opened(server.url) as client,
        pytest.raises(BadAnswerError, match="redirects more than 5 times"),
    ):
        client.info()

    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "script",
    [
        as_json([1]),
        as_json({"resourceLookup": 5}),
        as_json({"resourceLookup": [{"uri": "/a"}]}),
        answer(body=b'{"resourceLookup": [{"uri": "/a", "resourceTy'),
        answer(body=b"[" * 100_000),
        page(),
    ],
)
def test_what_is_no_listing_is_no_listing(opened: Open, script: Answering, tmp_path: Path) -> None:
    path = tmp_path / "listing.json"
    with FaultServer([script] * 2) as server, opened(server.url) as client, pytest.raises(BadAnswerError):
        client.save(path, api=Api.V2)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "script",
    [page(), answer(body=b"<resourceDescriptors><resourceDe"), answer(body=b"<a/>"), answer(body=b"")],
)
def test_what_is_no_v1_listing_is_none(opened: Open, script: Answering) -> None:
    with FaultServer([script]) as server, opened(server.url) as client, pytest.raises(BadAnswerError):
        list(client.list(api=Api.V1))


@pytest.mark.parametrize(
    "state",
    [
        [],
        {"id": "t1"},
        {"id": "../../x", "phase": "finished"},
        {"id": "t1", "phase": "gone"},
        {"phase": "failed"},
    ],
)
def test_what_is_no_state_is_none(opened: Open, state: object) -> None:
    with (
        FaultServer([as_json(state)]) as server,
        opened(server.url) as client,
        pytest.raises(BadAnswerError, match="no state"),
    ):
        client.imports.state("t1")


@pytest.mark.parametrize(
    ("status", "what", "hint"),
    [
        (400, "does not understand", "options"),
        (401, "refuses the login", "CATALOGKIT_USER"),
        (403, "does not allow", "ROLE_ADMINISTRATOR"),
        (405, "does not allow this kind", "address"),
        (406, "wanted form", "version"),
        (413, "too large", "limit"),
        (415, "kind of content", "version"),
        (418, "answers 418", "log"),
        (500, "the server failed", "log"),
    ],
)
def test_each_status_has_a_remedy(opened: Open, status: int, what: str, hint: str) -> None:
    with (
        FaultServer([page(status=status)]) as server,
        opened(server.url) as client,
        pytest.raises(RefusedError) as found,
    ):
        client.imports.tasks()

    assert what in str(found.value)
    assert hint in found.value.hint


def test_an_export_that_does_not_end_in_time_goes_on(opened: Open, target: str, upload: bytes) -> None:
    with FaultServer([RUNNING] * 18) as server:
        error = fails(server, opened, target)
        assert server.said == ["POST export", *["GET state"] * 17]
        server.script = [DONE, answer(body=upload, headers=ZIP)]
        with opened(server.url) as client:
            assert client.exports.state("t1").phase is Phase.FINISHED
            download = client.exports.fetch("t1", Path(target))

    assert "does not end in time (60 s)" in str(error)
    assert error.hint == "`catalogkit task download` fetches it later, as task t1; or raise --wait"
    assert (Path(target).read_bytes(), download.size) == (upload, len(upload))


def test_what_cannot_be_written_is_not_asked_for(opened: Open, tmp_path: Path) -> None:
    with FaultServer([]) as server, opened(server.url) as client, pytest.raises(UsageError):
        client.export(EVERYTHING, tmp_path / "nowhere" / "export.zip")

    assert server.requests == []


def test_a_file_of_that_name_stays_when_the_export_fails(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(b"old")
    failed = as_json({"id": "t1", "phase": "failed", "message": "Export failed."})
    with FaultServer([failed, answer(204)]) as server, opened(server.url) as client:
        exported = client.export(EVERYTHING, path, pace=PACE)

    assert (exported.download, exported.state.message) == (None, "Export failed.")
    assert path.read_bytes() == b"old"
    assert server.said == ["POST export", "DELETE t1"]


def test_certificates_are_checked(opened: Open, tmp_path: Path) -> None:
    trusted, key = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, key)
    with FaultServer([as_json({"version": "8.2.0"})], context) as server:
        with opened(server.url) as client, pytest.raises(UnreachableError, match="not trusted") as found:
            client.info()
        with opened(server.url, ca_file=str(trusted)) as client:
            assert client.info().version == "8.2.0"

    assert "--ca-file" in found.value.hint


def test_a_file_without_certificates_is_refused(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("nothing")
    with opened("https://127.0.0.1:1/x", ca_file=str(path)) as client, pytest.raises(UsageError):
        client.info()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fault server")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, private


def test_who_interrupts_an_export_leaves_nothing(
    opened: Open, target: str, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(clock, "sleep", interrupted)
    with (
        FaultServer([RUNNING, answer(204)]) as server,
        opened(server.url) as client,
        pytest.raises(KeyboardInterrupt),
    ):
        client.export(EVERYTHING, Path(target), pace=PACE)

    assert server.said == ["POST export", "DELETE t1"]
    assert list(Path(target).parent.glob("*export.zip*")) == []


def test_progress_is_told(opened: Open, target: str, upload: bytes) -> None:
    told: list[tuple[int, int]] = []
    script = [DONE, answer(body=upload, headers=ZIP), as_json({"id": "t2", "phase": "finished"})]
    with FaultServer(script) as server, opened(server.url) as client:
        client.export(EVERYTHING, Path(target), progress=lambda *pair: told.append(pair))
        assert told[-1] == (len(upload), len(upload))
        told.clear()
        raw, size = io.FileIO(target), len(upload)
        with CountedFile(raw, size, lambda *pair: told.append(pair)) as file:
            client.import_(file, size)

    assert told[-1] == (len(upload), len(upload))
    assert server.requests[-1].body == upload


def test_an_encrypted_export_is_kept(opened: Open, target: str) -> None:
    encrypted = b"jsEncrypted" + bytes(range(200))
    with FaultServer([DONE, answer(body=encrypted, headers=ZIP)]) as server, opened(server.url) as client:
        exported = client.export(EVERYTHING, Path(target))

    assert exported.download is not None
    assert exported.download.entries == 0
    assert Path(target).read_bytes() == encrypted
