// The gate never speaks to a network, so libgit2's transports are left out of the binary.
//
// libgit2's start-up loads every certificate of the machine into mbedTLS (measured: 10 of the 14 ms
// of a tree diff), and its shared library brings TLS, SSH and Kerberos. Linked from the static
// archive, an object is taken in only when one of its symbols is still missing: these definitions
// fill those gaps, so the network objects stay out. They are weak: should another version of the
// archive need one of its own objects after all, that object wins.
//
// Every transport answers "not available" (-1). Names and shapes: libgit2 1.5, src/libgit2.

#ifdef __linux__

#define ABSENT __attribute__((weak))

ABSENT int git_http__expect_continue = 0;

ABSENT int git_mbedtls_stream_global_init(void) { return 0; }
ABSENT int git_mbedtls_stream_new(void **out, const char *host, const char *port) { return -1; }
ABSENT int git_mbedtls_stream_wrap(void **out, void *in, const char *host) { return -1; }
ABSENT int git_mbedtls__set_cert_location(const char *file, const char *path) { return -1; }

ABSENT int git_transport_ssh_global_init(void) { return 0; }
ABSENT int git_transport_ssh_with_paths(void **out, void *owner, void *payload) { return -1; }
ABSENT int git_smart_subtransport_ssh(void **out, void *owner, void *payload) { return -1; }
ABSENT int git_smart_subtransport_http(void **out, void *owner, void *payload) { return -1; }

ABSENT int http_parser_parse_url(const char *text, unsigned long length, int connect, void *url) {
  return 1;
}

#endif
