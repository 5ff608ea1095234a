// One request by libcurl, which is loaded when the first is made, as libpq is:
// https://curl.se/libcurl/c/libcurl.html
#pragma once
#include <stddef.h>

struct gate_http_request {
  const char *_Nonnull method;
  const char *_Nonnull url;
  /// `name:port:address,address`: where the name leads, whatever the system's resolver says.
  const char *_Nonnull addresses;
  /// One on each line.
  const char *_Nonnull headers;
  const unsigned char *_Nullable body;
  size_t length;
  long milliseconds;
  /// Of the body: a larger one ends the transfer.
  size_t maximum;
};

enum gate_http_end {
  gate_http_answered,
  gate_http_no_library,
  gate_http_timed_out,
  gate_http_too_large,
  gate_http_failed,
};

struct gate_http_answer {
  enum gate_http_end end;
  long status;
  unsigned char *_Nullable body;
  size_t length;
  /// libcurl's words where it failed.
  char *_Nullable message;
};

/// Whether libcurl can be loaded, with all that a request needs of it.
int gate_http_is_there(void);

/// Blocks until the answer is whole, or the time is over. The answer is to be given to
/// `gate_http_free`, however it ended.
void gate_http(const struct gate_http_request *_Nonnull request, struct gate_http_answer *_Nonnull answer);
void gate_http_free(struct gate_http_answer *_Nonnull answer);
