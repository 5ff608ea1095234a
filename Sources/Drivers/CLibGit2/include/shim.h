// libgit2 for Swift: what the importer cannot see (variadic functions, initialiser macros).
#pragma once
#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

/// Turns off what a reader of trusted-by-hash objects does not need: hashing every object again.
static inline int gate_git_skip_strict_hashing(void) {
  return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

/// Objects and refs reach the disk before the call returns.
static inline int gate_git_sync_writes(void) {
  return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
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

// git merges by histogram diffs, and no function of libgit2 offers them: git_merge_file has other
// algorithms, git_patch_from_buffers only Myers and patience. The xdiff inside of it has: its entry
// point is called directly. The shapes are xdiff's own, the same in git and in libgit2 1.5 (xdiff.h);
// fields that stay zero here are named after what they are for.

typedef struct {
  const char *start;
  long size;
} gate_xdiff_text;

typedef struct {
  unsigned long flags;
  void **ignored_patterns;
  size_t ignored_pattern_count;
  char **anchors;
  size_t anchor_count;
} gate_xdiff_parameters;

/// Called for each run of lines that differs, from the top down; lines count from 0.
typedef int (*gate_xdiff_hunk)(long old_start, long old_count, long new_start, long new_count, void *payload);

typedef struct {
  long context;
  long context_between;
  unsigned long flags;
  void *find_function;
  void *find_payload;
  gate_xdiff_hunk hunk;
} gate_xdiff_output;

typedef struct {
  void *payload;
  void *out_hunk;
  void *out_line;
} gate_xdiff_sink;

int xdl_diff(
    gate_xdiff_text *old_text, gate_xdiff_text *new_text, const gate_xdiff_parameters *parameters,
    const gate_xdiff_output *output, gate_xdiff_sink *sink);

/// Compares two texts by histogram. 0 when all went well, -1 without memory.
static inline int gate_xdiff(
    const char *old_text, long old_size, const char *new_text, long new_size, gate_xdiff_hunk hunk,
    void *payload) {
  gate_xdiff_text a = {old_text, old_size}, b = {new_text, new_size};
  gate_xdiff_parameters parameters = {.flags = 1 << 15};
  gate_xdiff_output output = {.hunk = hunk};
  gate_xdiff_sink sink = {.payload = payload};
  return xdl_diff(&a, &b, &parameters, &output, &sink);
}
