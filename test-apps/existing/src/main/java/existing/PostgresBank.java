package existing;

/** The bank, by pgjdbc and HikariCP on PostgreSQL. */
public final class PostgresBank {
  private PostgresBank() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    Bank.run("jdbc:postgresql://127.0.0.1:" + arguments[0] + "/postgres", "postgres", "postgres");
  }
}
