package io.github.paymentsuite.notify;

import io.github.paymentsuite.notify.sms.Phone;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.stereotype.Component;

/**
 * Seals the numbers that versions before the fifth of the schema kept plain, in batches that are
 * committed one by one: one that was interrupted goes on where it was.
 */
@Component
class SealingOfPlainPhones implements JavaMigration {
  private static final int BATCH = 1000;

  private final PhoneCipher cipher;

  SealingOfPlainPhones(PhoneCipher cipher) {
    this.cipher = cipher;
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("6");
  }

  @Override
  public String getDescription() {
    return "seal plain phones";
  }

  @Override
  public Integer getChecksum() {
    return null;
  }

  /** Its transactions are its own. */
  @Override
  public boolean canExecuteInTransaction() {
    return false;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection database = context.getConnection();
    database.setAutoCommit(false);
    try {
      sealAll(
          database,
          """
          SELECT user_id, user_id, sealed_phone FROM contact
           WHERE user_id > ? AND sealed_phone NOT LIKE 'v1:%'
           ORDER BY user_id LIMIT ?
          """,
          "UPDATE contact SET sealed_phone = ? WHERE user_id = ?");
      sealAll(
          database,
          """
          SELECT id, user_id, sealed_phone FROM notification
           WHERE id > ? AND sealed_phone NOT LIKE 'v1:%'
           ORDER BY id LIMIT ?
          """,
          "UPDATE notification SET sealed_phone = ? WHERE id = ?");
    } finally {
      database.setAutoCommit(true);
    }
  }

  private void sealAll(Connection database, String plain, String update) throws SQLException {
    long after = 0;
    int found;
    do {
      found = 0;
      try (PreparedStatement select = database.prepareStatement(plain);
          PreparedStatement seal = database.prepareStatement(update)) {
        select.setLong(1, after);
        select.setInt(2, BATCH);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            found++;
            after = rows.getLong(1);
            seal.setString(1, cipher.seal(new Phone(rows.getString(3)), rows.getLong(2)).text());
            seal.setLong(2, after);
            seal.addBatch();
          }
        }
        seal.executeBatch();
      }
      database.commit();
    } while (found == BATCH);
  }
}
