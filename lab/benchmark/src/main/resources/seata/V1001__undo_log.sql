-- What Seata needs to undo a branch that has committed, by the names and types that its client expects.
CREATE TABLE undo_log (
  branch_id     BIGINT       NOT NULL,
  xid           VARCHAR(128) NOT NULL,
  context       VARCHAR(128) NOT NULL,
  rollback_info LONGBLOB     NOT NULL,
  log_status    INT          NOT NULL,
  log_created   DATETIME(6)  NOT NULL,
  log_modified  DATETIME(6)  NOT NULL,
  UNIQUE KEY uk_xid_branch (xid, branch_id),
  KEY idx_log_created (log_created)
) ENGINE = InnoDB;
