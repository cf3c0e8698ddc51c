"""A folder is read whole: every document with its place, every unreadable file with its reason."""

from pathlib import Path

from cli.configuration_folder import read_folder


def write(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def faults_of(folder: Path) -> list[str]:
    return [fault.sentence() for fault in read_folder(folder)[1]]


def test_documents_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    write(tmp_path, "b.yaml", "kind: queue\nname: one\n---\nkind: queue\nname: two\n")
    write(tmp_path, "a/z.json", '{"kind": "queue", "name": "zero"}')
    write(tmp_path, ".hidden/x.yaml", "kind: secret")
    write(tmp_path, "notes.txt", "nothing to read here")

    documents, faults = read_folder(tmp_path)

    assert faults == []
    assert [(d.file, d.line, d.body["name"]) for d in documents] == [
        ("a/z.json", 1, "zero"),
        ("b.yaml", 1, "one"),
        ("b.yaml", 4, "two"),
    ]


def test_a_list_is_as_many_documents(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "- kind: queue\n  name: one\n- kind: queue\n  name: two\n")

    documents, _ = read_folder(tmp_path)

    assert [(d.line, d.line_of("name")) for d in documents] == [(1, 2), (3, 4)]


def test_an_empty_file_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "# nothing yet\n")

    assert read_folder(tmp_path) == ([], [])


def test_a_document_that_is_no_mapping_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "just words\n")
    write(tmp_path, "b.yaml", "- kind: queue\n-\n")

    assert faults_of(tmp_path) == [
        "a.yaml:1: a document is a mapping that begins with its kind",
        "b.yaml:2: a document is a mapping that begins with its kind",
    ]


def test_doubled_keys_are_faults_in_yaml_and_json(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "kind: queue\nname: x\nname: y\n")
    write(tmp_path, "b.json", '{"kind": "queue", "name": "x", "name": "y"}')

    assert faults_of(tmp_path) == [
        "a.yaml:3: name: this key stands twice",
        "b.json:1: name: this key stands twice",
    ]


def test_a_merge_key_is_a_fault_that_names_it_where_it_stands(tmp_path: Path) -> None:
    text = "kind: queue\nname: x\nhours: &open {zone: UTC}\nother:\n  <<: *open\n  a: 1\n"
    write(tmp_path, "a.yaml", text)

    documents, _ = read_folder(tmp_path)

    assert faults_of(tmp_path) == [
        "a.yaml:5: <<: merge keys are not taken: write out the keys that are meant",
    ]
    assert documents[0].body["other"] == {"a": 1}


def test_unreadable_files_do_not_hide_the_others(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "a: [1\n")
    write(tmp_path, "b.json", '{"a": }')
    write(tmp_path, "c.yaml", b"name: caf\xe9\n")
    write(tmp_path, "d.json", "[" * 200_000)
    write(tmp_path, "e.yaml", "kind: queue\n")

    documents, faults = read_folder(tmp_path)

    assert [d.file for d in documents] == ["e.yaml"]
    assert [fault.sentence() for fault in faults] == [
        "a.yaml:2: not YAML: did not find expected ',' or ']'",
        "b.json:1: not JSON: Expecting value",
        "c.yaml:1: not UTF-8 text",
        "d.json: too many levels deep",
    ]


def test_a_file_of_more_than_five_megabytes_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", b"# " + b"x" * 5_000_000)

    assert faults_of(tmp_path) == ["a.yaml: larger than 5 MB; split it"]
