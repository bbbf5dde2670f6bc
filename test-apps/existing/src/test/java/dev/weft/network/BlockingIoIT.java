package dev.weft.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** What does not suspend even with {@code patch=on}: it blocks a carrier, and works. */
class BlockingIoIT extends SocketFixture {
  @Test
  void v79_socketsThatConnectWhenTheyAreMade_work() throws Exception {
    ServerSocket listener = listen();
    run(
        () -> {
          Task<Void> server = Task.spawn(() -> SocketsIT.echo(listener.accept()));
          Task<Integer> client = Task.spawn(() -> made(listener));
          assertEquals(7, client.result());
          server.join();
        });
  }

  @Suspendable
  private static int made(ServerSocket listener) throws IOException {
    try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      socket.getOutputStream().write(7);
      return socket.getInputStream().read();
    }
  }
}
