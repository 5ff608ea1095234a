#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
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

/// What happens in the child, where only async-signal-safe calls are allowed: signal-safety(7).
static void become(const struct gate_child *child, pid_t parent) {
  if (child->output >= 0) {
    int input = child->input >= 0 ? child->input : open("/dev/null", O_RDONLY);
    if (setpgid(0, 0) != 0 || input < 0 || dup2(input, 0) < 0) return;
    if (dup2(child->output, 1) < 0 || dup2(child->output, 2) < 0) return;
  }
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (child->changesUser &&
      (setgroups(1, &child->group) != 0 || setgid(child->group) != 0 || setuid(child->user) != 0))
    return;
#ifdef __linux__
  // After the change of user, which clears it.
  if (child->deathSignal != 0 && prctl(PR_SET_PDEATHSIG, child->deathSignal, 0, 0, 0) != 0) return;
  if (child->deathSignal != 0 && getppid() != parent) {
    errno = ECANCELED;
    return;
  }
#endif
  if (chdir(child->folder) != 0) return;
  // It changes neither: its types are older than `const`.
  execve(child->program, (char *const *)child->arguments, (char *const *)child->environment);
}

pid_t gate_start_child(const struct gate_child *child) {
  int report[2];
#ifdef __linux__
  // In one step: another thread's child would keep the end that tells by closing.
  if (pipe2(report, O_CLOEXEC) != 0) return -1;
#else
  if (pipe(report) != 0) return -1;
  fcntl(report[0], F_SETFD, FD_CLOEXEC);
  fcntl(report[1], F_SETFD, FD_CLOEXEC);
#endif
  pid_t parent = getpid();
  pid_t process = fork();
  if (process == 0) {
    become(child, parent);
    int error = errno;
    (void)!write(report[1], &error, sizeof error);
    _exit(127);
  }
  int error = errno;
  close(report[1]);
  if (process > 0) {
    // The pipe closes without a word when the program runs.
    int failure = 0;
    ssize_t count;
    do count = read(report[0], &failure, sizeof failure);
    while (count < 0 && errno == EINTR);
    if (count == sizeof failure) {
      while (waitpid(process, NULL, 0) < 0 && errno == EINTR) {
      }
      process = -1;
      error = failure;
    }
  }
  close(report[0]);
  errno = error;
  return process;
}
