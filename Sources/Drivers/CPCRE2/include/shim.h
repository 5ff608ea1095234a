// PCRE2, 8-bit: https://www.pcre.org/current/doc/html/
#pragma once
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/// Sets how many backtracking steps one match may take. (A function: the generic macro is invisible to Swift.)
static inline pcre2_match_context *_Nullable gate_pcre2_limits(uint32_t steps) {
  pcre2_match_context *context = pcre2_match_context_create(NULL);
  if (context) {
    pcre2_set_match_limit(context, steps);
    pcre2_set_depth_limit(context, steps);
  }
  return context;
}
