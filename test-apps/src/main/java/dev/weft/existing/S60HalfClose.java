package dev.weft.existing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/**
 * S60: who has said all closes one direction, and can still listen. The handler is that of the
 * course: at the end of the stream it closes its own direction, and tries once more; then it is
 * told, and closes the socket.
 */
public final class S60HalfClose {
  private S60HalfClose() {}

  public static void main(String[] args) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket socket = new Socket()) {
      Thread handler = new Thread(() -> acceptAndEcho(server), "handler");
      handler.start();
      socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
      InputStream in = socket.getInputStream();
      for (String text : new String[] {"hello", "world"}) {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        System.out.println("received: '" + new String(in.readNBytes(text.length()), UTF_8) + "'");
      }
      socket.shutdownOutput();
      int atTheEnd = in.read();
      handler.join();
      System.out.println("received at the end: " + atTheEnd);
      System.out.println("the client's socket is closed: " + socket.isClosed());
    }
  }

  private static void acceptAndEcho(ServerSocket server) {
    try {
      Socket connection = server.accept();
      try (connection) {
        echo(connection);
      } catch (SocketException e) {
        System.out.println(e.getMessage());
      }
      System.out.println("the handler's socket is closed: " + connection.isClosed());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void echo(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    OutputStream out = connection.getOutputStream();
    byte[] buffer = new byte[1024];
    while (true) {
      int count = in.read(buffer);
      System.out.println("recv: '" + new String(buffer, 0, Math.max(count, 0), UTF_8) + "'");
      if (count >= 0) {
        out.write(buffer, 0, count);
      } else {
        connection.shutdownOutput();
      }
    }
  }
}
