"""A small IMAP server on this machine: log in, find unread mails, fetch their tops, mark them seen."""

import re
import socketserver
import threading


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline():
            tag, _space, rest = line.rstrip(b"\r\n").partition(b" ")
            verb, _space, arguments = rest.partition(b" ")
            answer = getattr(self, f"do_{verb.decode('latin-1').lower()}", None)
            if answer is None:
                self.wfile.write(tag + b" BAD what?\r\n")
                continue
            self.wfile.write(tag + b" " + answer(arguments) + b"\r\n")
            if verb.upper() == b"LOGOUT":
                return

    @property
    def box(self) -> "ImapServer":
        return self.server.box

    def do_capability(self, _arguments: bytes) -> bytes:
        self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        return b"OK done"

    def do_login(self, arguments: bytes) -> bytes:
        if arguments.replace(b'"', b"").split() != [b"bounces", self.box.password.encode()]:
            return b"NO [AUTHENTICATIONFAILED] Authentication failed."
        return b"OK welcome"

    def do_select(self, _arguments: bytes) -> bytes:
        self.wfile.write(b"* %d EXISTS\r\n" % len(self.box.mails))
        return b"OK [READ-WRITE] selected"

    def do_logout(self, _arguments: bytes) -> bytes:
        self.wfile.write(b"* BYE\r\n")
        return b"OK bye"

    def do_uid(self, arguments: bytes) -> bytes:
        if arguments.upper().startswith(b"SEARCH"):
            unread = [b"%d" % (number + 1) for number, seen in enumerate(self.box.seen) if not seen]
            self.wfile.write(b"* SEARCH " + b" ".join(unread) + b"\r\n")
            return b"OK done"
        number = int(arguments.split()[1]) - 1
        if arguments.upper().startswith(b"STORE"):
            self.box.seen[number] = True
            return b"OK done"
        most = int(re.search(rb"<0\.(\d+)>", arguments)[1])
        top = self.box.mails[number][:most]
        self.box.largest_answer = max(self.box.largest_answer, len(top))
        self.wfile.write(b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n" % (number + 1, number + 1, len(top)))
        self.wfile.write(top + b")\r\n")
        return b"OK done"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """Somebody hung up: not worth a word."""


class ImapServer:
    """`put` lays a mail in it; `seen` says of each whether it has been marked."""

    def __init__(self, *, password: str) -> None:
        self.password, self.mails, self.seen, self.largest_answer = password, [], [], 0
        self._server = _Server(("127.0.0.1", 0), _Line)
        self._server.box = self
        self.port = self._server.server_address[1]

    def put(self, mail: bytes) -> None:
        self.mails.append(mail)
        self.seen.append(False)

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
