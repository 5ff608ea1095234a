/// Every rule of the lint, in the order of its documentation.
package let allSQLRules: [SQLRule] =
  [
    .requireConcurrentIndexCreation, .requireConcurrentIndexDeletion, .requireConcurrentReindex,
    .requireConcurrentPartitionDetach, .requireConcurrentRefresh, .constraintMissingNotValid,
    .addingForeignKeyConstraint, .validateInSameTransaction, .disallowedUniqueConstraint,
    .addingUniqueIndex, .addingSerialPrimaryKeyField, .addingExclusionConstraint,
    .addingFieldWithDefault, .addingRequiredField, .addingNotNullableField, .changingColumnType,
    .rewritingTable, .banAlterIdentity, .renamingColumn, .renamingTable, .renamingObject,
    .banSetSchema,
  ] + SQLRule.droppedParts + SQLRule.drops + [
    .banDropDatabase, .banTruncate, .banTruncateCascade, .missingWhere,
    .banDuplicateColumnAssignments, .preferRepack, .transactionNesting, .banUncommittedTransaction,
    .banConcurrentIndexCreationInTransaction, .refusedInTransaction, .splitNonTransactional,
    .newEnumValueUsed, .setWithoutLocal, .banAlterDomainWithAddConstraint, .identifierTooLong,
    .unusedIgnore,
  ] + SQLRule.types + [
    .preferRobustStmts, .banCreateDomainWithConstraint, .requireEnumValueOrdering,
    .foreignKeyWithoutIndex, .combineAlterTable,
  ] + SQLRule.timeouts + [.requireTableSchema, .columnAlignment] + SQLRule.optIn
