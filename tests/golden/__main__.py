"""Write the kept papers anew and say which ones changed."""

from tests.golden.papers import papers

if __name__ == "__main__":
    for file, content in papers():
        if not file.exists() or file.read_bytes() != content:
            file.write_bytes(content)
            print(f"changed: {file.name}")
