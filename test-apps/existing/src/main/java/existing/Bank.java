package existing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Transfers between accounts, in transactions, with fewer connections than threads. */
final class Bank {
  private static final int THREADS = 40;
  private static final int CONNECTIONS = 8;
  private static final int TRANSFERS = 10;
  private static final int ACCOUNTS = 20;

  private Bank() {}

  static void run(String url, String user, String password) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    try (HikariDataSource source = new HikariDataSource(config)) {
      open(source);
      long moved = Load.sum(THREADS, index -> () -> transfers(source, index));
      print(source, moved);
    }
  }

  private static void open(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table account (id int primary key, balance bigint)");
      statement.execute("create table transfer (who int, number int, amount bigint)");
      for (int i = 0; i < ACCOUNTS; i++) {
        statement.execute("insert into account values (" + i + ", 1000)");
      }
    }
  }

  private static long transfers(DataSource source, int index) throws SQLException {
    long moved = 0;
    for (int i = 0; i < TRANSFERS; i++) {
      int from = (index * 7 + i * 3) % ACCOUNTS;
      int to = (from + 1 + (index + i) % (ACCOUNTS - 1)) % ACCOUNTS;
      int amount = (index * 31 + i * 17) % 50 + 1;
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        transfer(connection, from, to, amount);
        note(connection, index, i, amount);
        connection.commit();
      }
      moved += amount;
    }
    return moved;
  }

  /** In the order of the accounts, so that no transfers wait for each other. */
  private static void transfer(Connection connection, int from, int to, long amount)
      throws SQLException {
    String change = "update account set balance = balance + ? where id = ?";
    try (PreparedStatement update = connection.prepareStatement(change)) {
      for (int account : new int[] {Math.min(from, to), Math.max(from, to)}) {
        update.setLong(1, account == from ? -amount : amount);
        update.setInt(2, account);
        if (update.executeUpdate() != 1) {
          throw new SQLException("no account " + account);
        }
      }
    }
  }

  private static void note(Connection connection, int who, int number, long amount)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into transfer values (?, ?, ?)")) {
      insert.setInt(1, who);
      insert.setInt(2, number);
      insert.setLong(3, amount);
      insert.executeUpdate();
    }
  }

  private static void print(DataSource source, long moved) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      System.out.println("moved " + moved);
      try (ResultSet row = statement.executeQuery("select count(*), sum(amount) from transfer")) {
        row.next();
        System.out.println(row.getInt(1) + " transfers of " + row.getLong(2));
      }
      try (ResultSet row = statement.executeQuery("select id, balance from account order by id")) {
        StringBuilder balances = new StringBuilder("balances");
        while (row.next()) {
          balances.append(' ').append(row.getLong(2));
        }
        System.out.println(balances);
      }
    }
  }
}
