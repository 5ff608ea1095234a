"""Holds messages against iTerm2's own description of them: reads hexadecimal lines `NAME BYTES`.

A request is read and written again, and printed as text; for `answers` samples are printed."""
import sys

from google.protobuf import text_format
from iterm2 import api_pb2

SAMPLES = {
    "list": """id: 7 list_sessions_response { windows { tabs { tab_id: "T-W1" root { vertical: true
      links { session { unique_identifier: "S1" grid_size { width: 80 height: 24 } title: "claude" } }
      links { node { vertical: false
        links { session { unique_identifier: "S2" grid_size { width: 80 height: 24 } title: "-zsh" } } } } } }
      window_id: "W1" number: 1 }
      buried_sessions { unique_identifier: "S3" grid_size { width: 80 height: 24 } title: "buried" } }""",
    "screen": """id: 8 get_buffer_response { status: OK
      contents { text: "a\\000b" continuation: CONTINUATION_HARD_EOL }
      contents { text: "✳ naïve 🎉" continuation: CONTINUATION_HARD_EOL }
      cursor { x: 0 y: 2 } num_lines_above_screen: 0
      windowed_coord_range { coord_range { start { x: 0 y: 0 } end { x: 80 y: 1 } } } }""",
    "no-screen": "id: 9 get_buffer_response { status: SESSION_NOT_FOUND }",
    "variables": 'id: 10 variable_response { status: OK values: "\\"B\\"" values: "null" }',
    "subscribed": "id: 11 notification_response { status: ALREADY_SUBSCRIBED }",
    "error": 'id: 12 error: "bad"',
    "other": "id: 13 focus_response { }",
    "screen-changed": 'notification { screen_update_notification { session: "S1" } }',
    "prompt": """notification { prompt_notification { session: "S1" prompt { prompt { command: "x" } }
      unique_prompt_id: "p" } }""",
    "command-started": 'notification { prompt_notification { session: "S1" command_start { command: "ls" } } }',
    "command-ended": 'notification { prompt_notification { session: "S1" command_end { status: -1 } } }',
    "opened": 'notification { new_session_notification { session_id: "S4" } }',
    "terminated": 'notification { terminate_session_notification { session_id: "S4" } }',
    "layout": """notification { layout_changed_notification { list_sessions_response {
      buried_sessions { unique_identifier: "S3" } } } }""",
    "variable": """notification { variable_changed_notification { scope: SESSION identifier: "S1"
      name: "jobName" json_new_value: "\\"vim\\"" } }""",
    "tab-variable": """notification { variable_changed_notification { scope: TAB identifier: "T1"
      name: "title" json_new_value: "null" } }""",
    "keystroke": 'notification { keystroke_notification { characters: "x" } }',
}

for line in sys.stdin:
    name, data = line.split(" ")
    data = bytes.fromhex(data.strip())
    message = api_pb2.ClientOriginatedMessage.FromString(data)
    same = message.SerializeToString(deterministic=True) == data
    print(f"{name}|{same}|{text_format.MessageToString(message, as_one_line=True)}")
for name, text in SAMPLES.items():
    message = text_format.Parse(text, api_pb2.ServerOriginatedMessage())
    print(f"{name}|{message.SerializeToString(deterministic=True).hex()}")
