// libpq, loaded when the first connection is made: https://www.postgresql.org/docs/current/libpq.html
//
// Linked in the usual way it would be loaded at every start, with Kerberos, LDAP and TLS: more time than
// a check of a change takes. A check that needs no database needs no libpq either.
#pragma once
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

#define GATE_LIBPQ_FUNCTIONS(F) \
  F(PQconnectdbParams) F(PQfinish) F(PQstatus) F(PQtransactionStatus) F(PQerrorMessage) F(PQsocket) \
  F(PQbackendPID) F(PQserverVersion) F(PQparameterStatus) F(PQconninfoParse) F(PQconninfoFree) \
  F(PQexecParams) F(PQexec) F(PQsendQuery) F(PQsendQueryParams) F(PQgetResult) F(PQclear) \
  F(PQenterPipelineMode) F(PQexitPipelineMode) F(PQpipelineSync) \
  F(PQresultStatus) F(PQresultErrorField) F(PQresultErrorMessage) F(PQcmdStatus) F(PQcmdTuples) \
  F(PQntuples) F(PQnfields) F(PQfname) F(PQgetisnull) F(PQgetlength) F(PQgetvalue) \
  F(PQputCopyData) F(PQputCopyEnd) F(PQgetCopyData) F(PQfreemem) \
  F(PQconsumeInput) F(PQnotifies) F(PQsetNoticeReceiver) F(PQgetCancel) F(PQfreeCancel) F(PQcancel)

/// Every function that the driver calls.
struct gate_libpq {
#define GATE_LIBPQ_FIELD(name) __typeof__(&name) _Nonnull name;
  GATE_LIBPQ_FUNCTIONS(GATE_LIBPQ_FIELD)
#undef GATE_LIBPQ_FIELD
};

/// The functions; null where the library is not on this machine. They stay loaded.
const struct gate_libpq *_Nullable gate_libpq(void);
