"""Talking to the deployed API as a customer's browser and as an agent."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

import click

from cli.local.people import token_of
from cli.local.place import Place

_PATIENCE = 90


class Desk:
    """One agent's seat; tokens are short-lived and renewed when they are refused."""

    def __init__(self, place: Place, agent: str) -> None:
        self._place = place
        self._agent = agent
        self._token = ""
        self._base = place.outputs()["ApiUrl"]

    def post_form(self, fields: Mapping[str, str]) -> str:
        """Post the public form as a JSON client does; answers the record's number."""
        body = urllib.parse.urlencode(fields).encode()
        status, answer = self._send(
            "POST",
            "/web-to-case",
            body,
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )
        if status != 201:  # noqa: PLR2004 - Created
            raise click.ClickException(f"The form was not accepted ({status}): {answer}")
        return str(answer["number"])

    def page(self, path: str) -> int:
        """Open a public page; answers the status."""
        return self._send("GET", path, None, {})[0]

    def get(self, path: str) -> dict[str, Any]:
        """Read something as the agent."""
        return self._call("GET", path, None)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Do something as the agent."""
        return self._call("POST", path, body)

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        content = None if body is None else json.dumps(body).encode()
        status, answer = self._authorised(method, path, content)
        if status == 401:  # noqa: PLR2004 - the token has run out
            self._token = ""
            status, answer = self._authorised(method, path, content)
        if status >= 400:  # noqa: PLR2004 - an error
            raise click.ClickException(f"{method} {path} was answered {status}: {answer}")
        return answer

    def _authorised(
        self, method: str, path: str, content: bytes | None
    ) -> tuple[int, dict[str, Any]]:
        self._token = self._token or token_of(self._place, self._agent)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        return self._send(method, path, content, headers)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(  # noqa: S310 - a loopback address
            self._base + path, data=body, headers=dict(headers), method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
                return answer.status, _json(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, _json(error.read())
        except (urllib.error.URLError, OSError, HTTPException) as silence:
            raise click.ClickException(f"{method} {path} was not answered: {silence}") from silence


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {"text": content[:300].decode(errors="replace")}
    return found if isinstance(found, dict) else {"value": found}
