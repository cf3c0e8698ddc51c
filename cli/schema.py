"""`milepost schema`: the schema of configuration files, for editors."""

import json
from pathlib import Path

import click

from shared.domain.document_schema import document_schema

_HINT = """Tell your editor about it. VS Code with the YAML extension, in .vscode/settings.json:
  {{"yaml.schemas": {{"{file}": ["{folder}/**/*.yaml"]}}}}
Or in the first line of a file:
  # yaml-language-server: $schema={file}"""


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def schema(file: Path | None) -> None:
    """Write the JSON Schema of configuration files into FILE, or print it."""
    text = json.dumps(document_schema(), indent=2, ensure_ascii=False)
    if file is None:
        print(text)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{text}\n", "utf-8")
    print(_HINT.format(file=file.as_posix(), folder=file.parent.as_posix()))
