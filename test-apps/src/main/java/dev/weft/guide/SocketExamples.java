package dev.weft.guide;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.io.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A server and its clients. */
public final class SocketExamples {
  private SocketExamples() {}

  // example: greet
  @Suspendable
  private static void greet(Socket socket) throws IOException {
    System.out.println("served: " + readLine(socket));
    new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8).println("hello");
  } // the socket is closed behind it

  @Suspendable
  private static String readLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  // end

  public static void server() throws Exception {
    // example: server
    Hub.run(
        () -> {
          InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
          Server server = Server.with().limit(1_000).start(anyPort, socket -> greet(socket));
          try (Socket client = new Socket()) {
            client.connect(new InetSocketAddress(anyPort.getAddress(), server.port()));
            client.getOutputStream().write("Ada\n".getBytes(StandardCharsets.UTF_8));
            System.out.println("answer: " + readLine(client));
          }
          server.stop(Duration.ofSeconds(1)); // accepts no more, and lets handlers end
        });
    // end
  }
}
