package existing;

/** The bank, by H2's driver and HikariCP on an H2 server. */
public final class H2Bank {
  private H2Bank() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    Bank.run("jdbc:h2:tcp://127.0.0.1:" + arguments[0] + "/mem:bank;DB_CLOSE_DELAY=-1", "sa", "");
  }
}
