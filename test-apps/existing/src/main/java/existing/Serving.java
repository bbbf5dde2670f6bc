package existing;

import java.io.IOException;
import java.io.OutputStream;

/** How every server of this package tells its port, and when it ends. */
final class Serving {
  private Serving() {}

  /** Says where the server listens, and returns when the standard input has ended. */
  static void untilInputEnds(int port) throws IOException {
    System.out.println("port " + port);
    System.out.flush();
    System.in.transferTo(OutputStream.nullOutputStream()); // nothing is expected
  }
}
