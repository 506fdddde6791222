"""A real nginx and a real Caddy with the files that we give a town, before the real catalogue: as visitors see it."""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
import trustme

from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

DEPLOYMENT = Path(__file__).parents[3] / "deployment"
NAME = "localhost"
_WITHIN_S = 10
_MOVED = {"nginx": 301, "caddy": 308}


@dataclass(frozen=True)
class Front:
    """The town's address as visitors have it, what their browsers trust, and the proxy that answers there."""

    proxy: str
    url: str
    plain_url: str
    authority: str
    catalogue: RunningCatalogue

    def get(self, path: str, **told: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", headers=told, verify=self.authority, timeout=10)

    def session(self) -> requests.Session:
        """Keep connections open, trusting the authority whatever this machine's environment names."""
        session = requests.Session()
        session.trust_env, session.verify = False, self.authority
        return session


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def front(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """A proxy before a catalogue, both on free ports of this machine."""
    program = shutil.which(request.param) or shutil.which(f"/usr/sbin/{request.param}")
    if program is None:
        pytest.skip(f"no {request.param} here")
    folder = tmp_path_factory.mktemp(request.param)
    https, http, pages, live = _free_ports(4)
    authority = trustme.CA()
    (folder / "authority.pem").write_bytes(authority.cert_pem.bytes())
    issued = authority.issue_cert(NAME)
    (folder / "privkey.pem").write_bytes(issued.private_key_pem.bytes())
    (folder / "fullchain.pem").write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
    url, ports = f"https://{NAME}:{https}", {"443": https, "80": http, "8000": pages, "8001": live}
    with ExitStack() as ends:
        catalogue = RunningCatalogue()
        ends.callback(catalogue.stop)
        environment = {"CATALOGUE_URL": url, "CATALOGUE_LIVE_URL": url}
        catalogue.start(folder / "catalogue", port=pages, live_port=live, environment=environment)
        told = _nginx(folder, ports) if request.param == "nginx" else _caddy(folder, ports)
        _run((program, *told), folder, https, ends)
        yield Front(request.param, url, f"http://{NAME}:{http}", str(folder / "authority.pem"), catalogue)


@pytest.fixture(scope="module")
def till(front: Front) -> Till:
    """A shop's till, which reaches the catalogue as it does in a town: over TLS, through the proxy."""
    paired = Till(front.url, front.catalogue.invite("Épicerie du Port"), session=front.session())
    paired.put_products([product("coffee", "Café moulu")])
    paired.put_levels([level("coffee", 9000)])
    paired.beat()
    return paired


def test_whoever_comes_without_tls_is_led_to_it(front: Front) -> None:
    answer = requests.get(f"{front.plain_url}/boutiques/?q=1", allow_redirects=False, timeout=10)

    address = urlsplit(answer.headers["Location"])
    assert (answer.status_code, address.scheme, address.hostname) == (_MOVED[front.proxy], "https", NAME)
    assert (address.path, address.query) == ("/boutiques/", "q=1")


def test_a_page_comes_packed_guarded_and_at_its_public_address(front: Front, till: Till) -> None:
    page = front.get("/boutiques/epicerie-du-port/articles/coffee/")

    assert (page.status_code, page.headers["Content-Encoding"]) == (200, "gzip")
    assert "Café moulu" in page.text
    assert f'rel="canonical" href="{front.url}/boutiques/epicerie-du-port/articles/coffee/"' in page.text
    assert f"connect-src 'self' {front.url};" in page.headers["Content-Security-Policy"]
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert re.fullmatch("[0-9a-f]{16,32}", page.headers["X-Request-Id"])
    assert page.headers.get("Server", "") == ("nginx" if front.proxy == "nginx" else "")


def test_http2_is_spoken(front: Front) -> None:
    context = ssl.create_default_context(cafile=front.authority)
    context.set_alpn_protocols(["h2", "http/1.1"])
    port = int(front.url.rpartition(":")[2])
    with socket.create_connection((NAME, port)) as line, context.wrap_socket(line, server_hostname=NAME) as spoken:
        assert spoken.selected_alpn_protocol() == "h2"


def test_a_chosen_language_is_remembered_over_tls_only(front: Front) -> None:
    cookie = front.get("/?lang=en").headers["Set-Cookie"]

    assert "Secure" in cookie
    assert "HttpOnly" in cookie


@pytest.mark.parametrize(("path", "status"), [("/metrics", 404), ("/ready", 204), ("/health", 200)])
def test_figures_stay_on_this_machine(front: Front, path: str, status: int) -> None:
    answer = front.get(path)

    assert answer.status_code == status
    assert "figures" not in answer.text


def test_a_sale_is_heard_by_an_open_page_through_the_proxy(front: Front, till: Till) -> None:
    page = front.get("/boutiques/epicerie-du-port/articles/coffee/")
    number = re.search(r'data-product="(\d+)"', page.text)
    assert number is not None
    with requests.get(
        f"{front.url}/events?lang=en&product={number[1]}", stream=True, verify=front.authority, timeout=10
    ) as heard:
        told = (json.loads(line[5:]) for line in heard.iter_lines(chunk_size=1) if line.startswith(b"data:"))
        assert "now_ms" in next(told), "the greeting comes before anything is sold"
        sold = time.monotonic()
        till.put_levels([level("coffee", 0, version=2)])
        assert next(told)["line"]["kind"] == "out"
        assert time.monotonic() - sold < 2


def test_a_visitor_cannot_pass_for_another_address(front: Front) -> None:
    """nginx lets 120 pages through at once, and a lie about where they come from changes nothing."""
    if front.proxy != "nginx":
        pytest.skip("it is the catalogue that counts there, and this machine's own pages it does not")
    with front.session() as visitor:
        told = [
            visitor.get(
                f"{front.url}/comment-ca-marche/", headers={"X-Forwarded-For": f"203.0.113.{place}"}, timeout=10
            )
            for place in range(250)
        ]

    assert {answer.status_code for answer in told} == {200, 429}


def test_what_is_too_large_is_refused_at_the_door(front: Front) -> None:
    if front.proxy != "nginx":
        pytest.skip("it counts while it passes on, and the catalogue has hung up on a stranger by then")
    answer = requests.put(f"{front.url}/api/v1/photos/x", data=bytes(9_500_000), verify=front.authority, timeout=10)

    assert answer.status_code == 413


def _nginx(folder: Path, ports: dict[str, int]) -> tuple[str, ...]:
    """Write the town's file with the ports, the certificates and the folders of this test; returns how it is run."""
    told = (DEPLOYMENT / "nginx.conf").read_text()
    told = re.sub(r"listen \[::\].*;", "", told)
    told = re.sub(r"\b(listen |127\.0\.0\.1:)(443|80|8000|8001)\b", lambda one: f"{one[1]}{ports[one[2]]}", told)
    told = told.replace("listen ", "listen 127.0.0.1:").replace("vitrines.example", NAME)
    told = told.replace(f"/etc/letsencrypt/live/{NAME}", str(folder))
    kept = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if getpass.getuser() == "root" else ""
    (folder / "nginx.conf").write_text(
        f"{user} pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}} http {{ {kept} {told} }}"
    )
    return "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", "daemon off;"


def _caddy(folder: Path, ports: dict[str, int]) -> tuple[str, ...]:
    """The same for Caddy, which asks nobody for a certificate here."""
    told = (DEPLOYMENT / "Caddyfile").read_text()
    told = re.sub(r"(127\.0\.0\.1:)(8000|8001)\b", lambda one: f"{one[1]}{ports[one[2]]}", told)
    certificate = f"tls {folder}/fullchain.pem {folder}/privkey.pem\n\tbind 127.0.0.1"
    told = told.replace("vitrines.example {", f"{NAME} {{\n\t{certificate}")
    ours = f"admin off\n\thttp_port {ports['80']}\n\thttps_port {ports['443']}\n\tstorage file_system {folder}\n"
    (folder / "Caddyfile").write_text(told.replace("\n{\n", f"\n{{\n\t{ours}", 1))
    return "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")


def _run(command: tuple[str, ...], folder: Path, port: int, ends: ExitStack) -> None:
    """Run a proxy until the tests are over."""
    said = ends.enter_context((folder / "said.log").open("w+"))
    process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, "HOME": str(folder)})
    ends.callback(process.wait, _WITHIN_S)
    ends.callback(process.terminate)
    deadline = time.monotonic() + _WITHIN_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, (folder / "said.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        lines = [held.enter_context(socket.socket()) for _ in range(count)]
        for line in lines:
            line.bind(("127.0.0.1", 0))
        return [line.getsockname()[1] for line in lines]
