package existing;

import org.h2.tools.Server;

/** H2, which has a thread for each connection. */
public final class H2Server {
  private H2Server() {}

  /** Serves until the standard input ends. */
  public static void main(String[] arguments) throws Exception {
    Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    Serving.untilInputEnds(server.getPort());
    server.stop();
    System.out.println("running: " + server.isRunning(false));
  }
}
