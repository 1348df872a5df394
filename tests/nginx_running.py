"""Runs nginx by one of our examples, on ports of this machine."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

HOST = "monitor.example.nl"
AROUND = """
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fast; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


@dataclass
class Front:
    """Where nginx listens."""

    plain: int
    secure: int

    def ask(self, path: str, *, secure: bool = True, **headers: str) -> http.client.HTTPResponse:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        asked: http.client.HTTPConnection
        if secure:
            asked = http.client.HTTPSConnection("127.0.0.1", self.secure, context=context)
        else:
            asked = http.client.HTTPConnection("127.0.0.1", self.plain)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked.request("GET", path, headers={"Host": HOST, **named})
        answer = asked.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        asked.close()
        return answer


@contextmanager
def running(example: Path, folder: Path, others: Mapping[str, str]) -> Iterator[Front]:
    """nginx by *example*, with *others* of its words replaced too, and its files in *folder*."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if not nginx or not shutil.which("openssl"):
        pytest.skip("no nginx or no openssl (apt install nginx-light openssl)")
    folder.chmod(0o755)
    plain, secure = free_ports(2)
    _certificate(folder)
    text = example.read_text(encoding="utf-8")
    for old, new in (
        *others.items(),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        ("/etc/ssl/monitor.example.nl.pem", f"{folder}/cert.pem"),
        ("/etc/ssl/private/monitor.example.nl.key", f"{folder}/key.pem"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    around = AROUND.format(folder=folder)
    around = f"user root;\n{around}" if os.getuid() == 0 else around
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    checked = subprocess.run(
        [nginx, "-t", "-c", str(folder / "nginx.conf")], capture_output=True, text=True
    )
    assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr
    proxy = subprocess.Popen([nginx, "-c", str(folder / "nginx.conf")])
    try:
        wait_for(secure)
        yield Front(plain, secure)
    finally:
        proxy.terminate()
        proxy.wait(timeout=30)


def free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    found = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return found


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")


def _certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={HOST}", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True,
        capture_output=True,
    )  # fmt: skip
