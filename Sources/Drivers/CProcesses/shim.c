#define _GNU_SOURCE
#include "shim.h"
#include <spawn.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

extern char **environ;

int gate_become_subreaper(void) {
#ifdef __linux__
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
#else
  return -1;
#endif
}

int gate_new_session(void) { return POSIX_SPAWN_SETSID; }

char **gate_environment(void) { return environ; }
