// libgit2 for Swift: what the importer cannot see (variadic functions, initialiser macros).
#pragma once
#include <git2.h>
#include <git2/sys/repository.h>

/// Turns off what a reader of trusted-by-hash objects does not need: hashing every object again.
static inline int gate_git_skip_strict_hashing(void) {
  return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

/// git's `safe.directory` check on or off, for the whole process.
static inline int gate_git_owner_validation(int enabled) {
  return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

static inline git_diff_options gate_git_diff_options(void) {
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  return options;
}

static inline git_status_options gate_git_status_options(void) {
  git_status_options options = GIT_STATUS_OPTIONS_INIT;
  return options;
}

static inline git_checkout_options gate_git_checkout_options(void) {
  git_checkout_options options = GIT_CHECKOUT_OPTIONS_INIT;
  return options;
}
