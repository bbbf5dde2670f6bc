package existing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache's FTP server, with a folder of its own that anybody may write to. */
public final class FileServer {
  private static final int MOST = 100;

  private FileServer() {}

  /** Serves until the standard input ends, then says which files it has got. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("ftp");
    try {
      FtpServerFactory factory = new FtpServerFactory();
      Listener listener = listener();
      factory.addListener("default", listener);
      factory.setConnectionConfig(connections());
      factory.getUserManager().save(user(folder));
      FtpServer server = factory.createServer();
      server.start();
      Serving.untilInputEnds(listener.getPort());
      server.stop();
    } finally {
      delete(folder);
    }
  }

  private static Listener listener() {
    ListenerFactory factory = new ListenerFactory();
    factory.setServerAddress("127.0.0.1");
    factory.setPort(0);
    return factory.createListener();
  }

  private static org.apache.ftpserver.ConnectionConfig connections() {
    ConnectionConfigFactory factory = new ConnectionConfigFactory();
    factory.setMaxLogins(MOST);
    factory.setMaxThreads(MOST);
    return factory.createConnectionConfig();
  }

  private static BaseUser user(Path folder) throws FtpException {
    BaseUser user = new BaseUser();
    user.setName("user");
    user.setPassword("password");
    user.setHomeDirectory(folder.toString());
    user.setAuthorities(List.of(new WritePermission()));
    return user;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
