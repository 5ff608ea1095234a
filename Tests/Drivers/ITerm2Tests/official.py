"""Lets iTerm2's own client talk to the server below $HOME and prints what it got, as JSON."""
import asyncio
import json
import os

import iterm2
from iterm2 import api_pb2, notifications, rpc


def sessions(node):
    for link in node.links:
        if link.HasField("session"):
            yield [link.session.unique_identifier, link.session.title]
        else:
            yield from sessions(link.node)


async def main():
    connection = await iterm2.Connection.async_create()
    updates = asyncio.Queue()

    async def on_update(_, update):
        await updates.put(update.session)

    listed = (await rpc.async_list_sessions(connection)).list_sessions_response
    await notifications.async_subscribe_to_screen_update_notification(connection, on_update)
    buffer = (await rpc.async_get_screen_contents(connection, "S1")).get_buffer_response
    screen = iterm2.screen.ScreenContents(buffer)
    missing = (await rpc.async_get_screen_contents(connection, "S9")).get_buffer_response
    variables = (
        await rpc.async_variable(connection, "S1", gets=["user.gate_lane", "tty"])
    ).variable_response
    print(json.dumps({
        "buried": [[s.unique_identifier, s.title] for s in listed.buried_sessions],
        "lines": [screen.line(i).string for i in range(screen.number_of_lines)],
        "missing": api_pb2.GetBufferResponse.Status.Name(missing.status),
        "protocol": list(connection.iterm2_protocol_version),
        "sessions": [s for w in listed.windows for t in w.tabs for s in sessions(t.root)],
        "update": await asyncio.wait_for(updates.get(), 10),
        "values": list(variables.values),
    }, sort_keys=True, ensure_ascii=False), flush=True)
    os._exit(0)  # Its task that reads for ever complains when the loop goes away.


asyncio.run(main())
