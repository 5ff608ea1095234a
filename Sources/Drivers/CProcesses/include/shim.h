// What Swift cannot call itself: a variadic function, and a variable that any thread may change.
#pragma once
#include <unistd.h>

/// Makes this process the parent of every descendant whose own parent ends: prctl(2),
/// PR_SET_CHILD_SUBREAPER. Returns 0, or -1 where the system cannot.
int gate_become_subreaper(void);

/// The flag of posix_spawn(3) that starts a session, which glibc shows to GNU sources only.
int gate_new_session(void);

/// The environment of this process, as posix_spawn(3) takes it.
char **gate_environment(void);
