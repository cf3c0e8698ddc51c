"""What a deployment needs before it may call out: whom to trust, and a secret for each webhook."""

from cli.local.authority import Authority
from cli.local.clients import client
from cli.local.milepost import milepost
from cli.local.place import Place
from cli.local.warming import function_name
from shared.names import Door, Env


def trust(place: Place, authority: Authority) -> None:
    """Make the door to the outside trust receivers of this machine; other stages have no such key."""
    functions, name = client(place, "lambda"), function_name(Door.CALL_OUT)
    known = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    wanted = {**known, Env.CALL_AUTHORITY.value: authority.certificate}
    if known != wanted:
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": wanted}
        )


def make_secrets(place: Place) -> None:
    """Make the secrets of webhooks that nobody has made yet; raises ClickException."""
    milepost(place, "calls", "make-secrets", what="The secrets of calls could not be made")


def secret_of(place: Place, name: str) -> str:
    """The present value of the secret of a call."""
    found = client(place, "secretsmanager").get_secret_value(
        SecretId=place.outputs()["CallSecrets"] + name
    )
    return str(found["SecretString"])
