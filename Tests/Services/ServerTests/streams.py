"""Readers of /api/events, written without the server's own code. Prints what each saw as one JSON object.

usage: streams.py PORT KEY MODE
  cut    two hundred changes while one reader's connections are cut at random bytes; it resumes by its last id
  many   a thousand readers, of which ten never read, while fifty changes happen
"""

import asyncio
import json
import random
import sys
import time

port, key, mode = int(sys.argv[1]), sys.argv[2], sys.argv[3]


async def report(status, detail):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = json.dumps({"status": status, "detail": detail}).encode()
    head = (
        f"POST /hooks/generic HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 204"), answer[:300]


async def connect(last=None):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    resume = "" if last is None else f"Last-Event-ID: {last}\r\n"
    writer.write(f"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{resume}\r\n".encode())
    await writer.drain()
    return reader, writer


class Parser:
    """Server-sent events in chunks of HTTP/1.1, byte by byte as they come. What is not whole is not an event."""

    def __init__(self):
        self.raw, self.body, self.has_head, self.left = b"", b"", False, 0

    def feed(self, data):
        self.raw += data
        if not self.has_head:
            head, found, rest = self.raw.partition(b"\r\n\r\n")
            if not found:
                return []
            assert head.startswith(b"HTTP/1.1 200"), head
            self.raw, self.has_head = rest, True
        while self.raw:
            if self.left == 0:
                size, found, rest = self.raw.removeprefix(b"\r\n").partition(b"\r\n")
                if not found:
                    break
                self.left, self.raw = int(size, 16), rest
                if self.left == 0:
                    break
            part = self.raw[: self.left]
            self.body += part
            self.raw, self.left = self.raw[len(part) :], self.left - len(part)
        events = []
        while b"\n\n" in self.body:
            text, _, self.body = self.body.partition(b"\n\n")
            fields = dict(
                line.split(": ", 1) for line in text.decode().split("\n") if ": " in line and line[0] != ":"
            )
            if "event" in fields:
                events.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
        return events


async def cut():
    total, seen, last, connections = 200, [], 0, 0
    statuses = ["running", "idle", "waiting_input", "running", "error"]

    async def change():
        for number in range(total):
            await report(statuses[number % len(statuses)], f"{number}")

    task = asyncio.create_task(change())
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline:
        reader, writer = await connect(last)
        connections += 1
        parser, budget = Parser(), random.randint(1, 3000)
        while budget > 0:
            try:
                data = await asyncio.wait_for(reader.read(min(budget, random.randint(1, 200))), 1)
            except asyncio.TimeoutError:
                break
            if not data:
                break
            budget -= len(data)
            for identifier, kind, payload in parser.feed(data):
                assert kind == "agent_status", kind
                seen.append([identifier, payload["number"], payload["status"], payload["detail"]])
                last = identifier
        writer.transport.abort()
        if task.done() and (not seen or seen[-1][1] >= total):
            break
    await task
    print(json.dumps({"seen": seen, "connections": connections}))


async def many():
    count, mute, changes = 1000, 10, 50
    silent = [await connect() for _ in range(mute)]
    for _, writer in silent:
        writer.transport.pause_reading()
    ready, delays, received = asyncio.Semaphore(0), [], []

    async def listen():
        reader, writer = await connect()
        parser, ids, is_ready = Parser(), [], False
        while True:
            data = await reader.read(65536)
            events = parser.feed(data)
            if parser.has_head and not is_ready:
                is_ready = True
                ready.release()
            for identifier, _, payload in events:
                ids.append(identifier)
                delays.append(time.time() - float(payload["detail"]))
            if len(ids) >= changes:
                break
        received.append(ids)
        writer.close()

    tasks = [asyncio.create_task(listen()) for _ in range(count - mute)]
    for _ in tasks:
        await ready.acquire()
    for number in range(changes):
        await report(["running", "idle"][number % 2], repr(time.time()))
        await asyncio.sleep(0.1)
    await asyncio.wait_for(asyncio.gather(*tasks), 60)
    delays.sort()
    same = all(ids == received[0] for ids in received)
    print(
        json.dumps(
            {
                "readers": len(received), "same": same, "events": len(received[0]),
                "median": delays[len(delays) // 2], "p95": delays[len(delays) * 95 // 100],
            }
        )
    )


asyncio.run({"cut": cut, "many": many}[mode]())
