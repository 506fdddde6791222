"""What the parts of an address may look like."""

from django.urls import register_converter


class RefConverter:
    """A product's id as its till wrote it, in the characters that an address may hold."""

    regex = "[0-9A-Za-z][0-9A-Za-z._:-]{0,63}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")
