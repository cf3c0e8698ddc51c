"""The receiver of this machine takes calls of whoever trusts its authority, and keeps them."""

import json
from pathlib import Path

import pytest

from cli.local.authority import Authority
from cli.local.calls_page import calls_table
from cli.local.organisation import digest_of
from cli.local.receiver import Receiver
from shared.adapters.outgoing.egress import Egress
from shared.adapters.outgoing.https import HttpsOutgoing
from shared.errors import Unavailable


def a_receiver(folder: Path, authority: Authority) -> Receiver:
    receiver = Receiver(folder / "calls", 0, authority)
    receiver.start()
    return receiver


@pytest.mark.enable_socket
def test_a_call_of_the_local_stage_is_kept_over_a_restart_with_its_headers(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    receiver = a_receiver(tmp_path, authority)
    outgoing = HttpsOutgoing(Egress(loopback=True, authority=authority.certificate))
    url = f"https://127.0.0.1:{receiver.port}/pager"
    body = json.dumps({"words": "<b>grüß</b>"}, ensure_ascii=False).encode()
    assert outgoing.post(url, body, {"webhook-id": "X.1"}).status == 200
    receiver.stop()
    again = a_receiver(tmp_path, Authority(tmp_path))
    (kept,) = again.calls()
    assert (kept.path, kept.headers["webhook-id"], kept.body) == ("/pager", "X.1", body.decode())
    assert "&lt;b&gt;grüß" in calls_table(again.calls())
    # an authority that is kept is trusted by who trusted it before
    url = f"https://127.0.0.1:{again.port}/pager"
    assert outgoing.post(url, b"{}", {}).status == 200
    again.stop()


@pytest.mark.enable_socket
def test_a_stage_that_trusts_the_usual_authorities_alone_does_not_reach_it(tmp_path: Path) -> None:
    receiver = a_receiver(tmp_path, Authority(tmp_path))
    with pytest.raises(Unavailable, match="certificate"):
        HttpsOutgoing(Egress(loopback=True)).post(f"https://127.0.0.1:{receiver.port}/", b"{}", {})
    assert receiver.calls() == ()
    receiver.stop()


def test_an_organisation_is_loaded_anew_when_its_calls_go_to_another_port(tmp_path: Path) -> None:
    (tmp_path / "calls.yaml").write_text("url: https://127.0.0.1:8443/pager")
    assert digest_of(tmp_path, "x 8443") != digest_of(tmp_path, "x 9443")
