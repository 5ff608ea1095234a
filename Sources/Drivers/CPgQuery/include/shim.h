// libpg_query 15: Postgres' own parser as a library. https://github.com/pganalyze/libpg_query
#pragma once
#include <pg_query.h>
