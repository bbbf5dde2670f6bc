package existing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Starts a Redis of its own. */
public final class RedisServer {
  private RedisServer() {}

  /** Serves until the standard input ends. */
  public static void main(String[] arguments) throws Exception {
    int port = freePort();
    redis.embedded.RedisServer server =
        redis.embedded.RedisServer.newRedisServer()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .build();
    server.start();
    try {
      Serving.untilInputEnds(port);
    } finally {
      server.stop();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
