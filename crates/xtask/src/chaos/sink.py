"""The relay of the chaos run: a real SMTP server that writes down what it took, when, and in which order.

It ends a session that has been silent for IDLE seconds. Every so often it takes a mail and drops the line before it
answers, as relays do: LOSE is one in how many.

usage: sink.py PORT LOG IDLE LOSE
"""

import asyncio
import email
import json
import sys
import time

from aiosmtpd.smtp import SMTP


class Sink:
    def __init__(self, log, lose):
        self.log = open(log, "a", encoding="utf-8")
        self.lose = lose
        self.taken = 0

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content)
        self.taken += 1
        line = {
            "at": time.time(),
            "id": mail["Message-ID"],
            "pct": mail["X-Precede-Pct"],
            "practice": mail["X-Precede-Practice"],
            "step": mail["X-Precede-Step"],
            "to": envelope.rcpt_tos,
            "peer": session.peer[1],
        }
        self.log.write(json.dumps(line) + "\n")
        self.log.flush()
        if self.taken % self.lose == 0:
            server.transport.abort()
        await asyncio.sleep(0.004)
        return "250 OK"


async def main(port, log, idle, lose):
    sink = Sink(log, lose)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, timeout=idle, hostname="sink.example", loop=loop), "127.0.0.1", port
    )
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


try:
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
except KeyboardInterrupt:
    pass  # The run is over.
