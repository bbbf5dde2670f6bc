package bench.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadFactory;

/**
 * A server as one writes it for threads: one for each connection, and blocking streams. It knows
 * nothing of Weft. Its first line of output is its port; for each line of input it says what memory
 * it has, and it ends when there is no more input.
 */
public final class BlockingServer {
  private static final int BACKLOG = 4_000;

  private final boolean isText;
  private final ThreadFactory threads;

  private BlockingServer(boolean isText, ThreadFactory threads) {
    this.isText = isText;
    this.threads = threads;
  }

  /** Arguments: {@code bytes} or {@code text}, then {@code platform} or {@code virtual}. */
  public static void main(String[] args) throws Exception {
    ThreadFactory threads = args[1].equals("virtual") ? virtual() : Thread::new;
    BlockingServer server = new BlockingServer(args[0].equals("text"), threads);
    ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    server.threads.newThread(() -> server.acceptAll(listener)).start();
    System.out.println(listener.getLocalPort());
    Memory.answerUntilEnd();
  }

  /** Made for JDK 17: there are none to compile with. */
  private static ThreadFactory virtual() throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    return (ThreadFactory) type.getMethod("factory").invoke(builder);
  }

  private void acceptAll(ServerSocket listener) {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        threads.newThread(() -> serve(socket)).start();
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (isText) {
        echoLines(socket);
      } else {
        echoBytes(socket);
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }

  private static void echoBytes(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    byte[] buffer = new byte[Load.BUFFER];
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
  }

  private static void echoLines(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII), true);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.print(line + "\n");
      out.flush();
    }
  }
}
