package existing;

import fi.iki.elonen.NanoHTTPD;
import java.util.concurrent.atomic.AtomicInteger;

/** NanoHTTPD, which has a thread for each connection. */
public final class NanoServer extends NanoHTTPD {
  private final AtomicInteger served = new AtomicInteger();

  private NanoServer() {
    super("127.0.0.1", 0);
  }

  /** Serves until the standard input ends, then says how much it served. */
  public static void main(String[] arguments) throws Exception {
    NanoServer server = new NanoServer();
    server.start(SOCKET_READ_TIMEOUT, false);
    Serving.untilInputEnds(server.getListeningPort());
    server.stop();
    System.out.println(server.served + " pages served");
  }

  @Override
  public Response serve(IHTTPSession session) {
    served.incrementAndGet();
    int number = Integer.parseInt(session.getUri().substring("/page/".length()));
    return newFixedLengthResponse(Site.page(number));
  }
}
