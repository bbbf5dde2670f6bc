package existing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Many connections, each of which sends lines of all lengths and compares what comes back. */
public final class EchoLoad {
  private static final int CONNECTIONS = 200;
  private static final int LINES = 20;

  private EchoLoad() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    long characters = Load.sum(CONNECTIONS, index -> () -> talk(port, index));
    System.out.println(CONNECTIONS + " connections, " + characters + " characters");
  }

  private static long talk(int port, int index) throws IOException {
    long characters = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter out =
            new BufferedWriter(
                new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < LINES; i++) {
        String line = (index + "ä" + i).repeat((index * 7 + i * i * 13) % 500);
        out.write(line);
        out.newLine();
        out.flush();
        String answer = in.readLine();
        if (!line.equals(answer)) {
          throw new IOException("line " + i + " of " + index + " came back as " + answer);
        }
        characters += line.length();
      }
    }
    return characters;
  }
}
