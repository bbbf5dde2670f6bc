package existing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Starts a PostgreSQL of its own. */
public final class PostgresServer {
  private PostgresServer() {}

  /** Serves until the standard input ends. */
  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      Serving.untilInputEnds(server.getPort());
    }
  }
}
