#define _GNU_SOURCE
// The checking macros would hide the functions whose addresses are wanted.
#define CURL_DISABLE_TYPECHECK
#include "shim.h"
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTIONS(F) \
  F(curl_global_init) F(curl_easy_init) F(curl_easy_setopt) F(curl_easy_perform) F(curl_easy_getinfo) \
  F(curl_easy_cleanup) F(curl_easy_strerror) F(curl_slist_append) F(curl_slist_free_all)

static struct {
#define FIELD(name) __typeof__(&name) name;
  FUNCTIONS(FIELD)
} curl;
static int isLoaded;

static void load(void) {
#ifdef __APPLE__
  void *library = dlopen("/usr/lib/libcurl.4.dylib", RTLD_NOW | RTLD_LOCAL);
#else
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
#endif
  if (!library) return;
#define FIND(name)                                                \
  curl.name = (__typeof__(curl.name))dlsym(library, #name); \
  if (!curl.name) return;
  FUNCTIONS(FIND)
  isLoaded = curl.curl_global_init(CURL_GLOBAL_NOTHING) == CURLE_OK;
}

int gate_http_is_there(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return isLoaded;
}

struct body {
  struct gate_http_answer *answer;
  size_t maximum;
};

static size_t take(char *bytes, size_t size, size_t count, void *context) {
  struct body *body = context;
  struct gate_http_answer *answer = body->answer;
  size_t more = size * count;
  if (more > body->maximum - answer->length) {
    answer->end = gate_http_too_large;
    return 0;
  }
  unsigned char *longer = realloc(answer->body, answer->length + more);
  if (!longer) return 0;
  memcpy(longer + answer->length, bytes, more);
  answer->body = longer;
  answer->length += more;
  return more;
}

void gate_http(const struct gate_http_request *request, struct gate_http_answer *answer) {
  *answer = (struct gate_http_answer){.end = gate_http_no_library};
  if (!gate_http_is_there()) return;
  answer->end = gate_http_failed;
  CURL *handle = curl.curl_easy_init();
  if (!handle) return;
  struct curl_slist *addresses = curl.curl_slist_append(NULL, request->addresses);
  // Else an empty body would be announced as a form.
  struct curl_slist *headers = curl.curl_slist_append(NULL, "Content-Type:");
  char *lines = strdup(request->headers), *rest = lines;
  for (char *line; rest && (line = strsep(&rest, "\n"));)
    if (*line) headers = curl.curl_slist_append(headers, line);
  free(lines);
  struct body body = {answer, request->maximum};
  char message[CURL_ERROR_SIZE] = "";
  curl.curl_easy_setopt(handle, CURLOPT_URL, request->url);
  curl.curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl.curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl.curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request->method);
  if (strcmp(request->method, "HEAD") == 0) curl.curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  if (strcmp(request->method, "POST") == 0 || strcmp(request->method, "PUT") == 0 ||
      strcmp(request->method, "PATCH") == 0) {
    curl.curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, (long)request->length);
    curl.curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request->length ? (const char *)request->body : "");
  }
  curl.curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  curl.curl_easy_setopt(handle, CURLOPT_RESOLVE, addresses);
  // An empty name: none, whatever the environment says.
  curl.curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl.curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  // Signals are the whole process's.
  curl.curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl.curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, request->milliseconds);
  curl.curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
  curl.curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
  curl.curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, message);
  CURLcode code = curl.curl_easy_perform(handle);
  if (code == CURLE_OK) {
    curl.curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer->status);
    answer->end = gate_http_answered;
  } else if (code == CURLE_OPERATION_TIMEDOUT) {
    answer->end = gate_http_timed_out;
  } else {
    answer->message = strdup(message[0] ? message : curl.curl_easy_strerror(code));
  }
  curl.curl_easy_cleanup(handle);
  curl.curl_slist_free_all(headers);
  curl.curl_slist_free_all(addresses);
}

void gate_http_free(struct gate_http_answer *answer) {
  free(answer->body);
  free(answer->message);
}
