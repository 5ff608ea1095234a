// What Swift cannot call itself: a variadic function, and a variable that any thread may change.
#pragma once
#include <unistd.h>

/// Makes this process the parent of every descendant whose own parent ends: prctl(2),
/// PR_SET_CHILD_SUBREAPER. Returns 0, or -1 where the system cannot.
int gate_become_subreaper(void);

/// The flag of posix_spawn(3) that starts a session, which glibc shows to GNU sources only.
int gate_new_session(void);

/// The environment of this process, as posix_spawn(3) takes it.
char *_Nullable *_Nonnull gate_environment(void);

/// How a program is started that lives beside this one.
struct gate_child {
  const char *_Nonnull program;
  const char *const _Nullable *_Nonnull arguments;
  const char *const _Nullable *_Nonnull environment;
  const char *_Nonnull folder;
  /// An open file that becomes its standard input; negative for nothing to read. Counts only with `output`.
  int input;
  /// An open file that becomes its standard output and error; it then has a process group of its
  /// own. Negative to share all of that with this process.
  int output;
  /// Only where `changesUser` is set.
  uid_t user;
  gid_t group;
  int changesUser;
  /// Sent to it when the thread that started it ends, on Linux; 0 for none. Source: prctl(2).
  int deathSignal;
};

/// Starts a program with no signal blocked or ignored. Returns its process, or -1 with errno set, also where it cannot be run.
pid_t gate_start_child(const struct gate_child *_Nonnull child);
