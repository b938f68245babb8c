"""The name of a file that somebody sent, as it may be shown and kept."""


def plain_file_name(name: str) -> str:
    """Return a file’s name without folders and without what cannot be read."""
    last = name.replace("\\", "/").split("/")[-1]
    return "".join(letter for letter in last if letter.isprintable())[:120] or "file"
