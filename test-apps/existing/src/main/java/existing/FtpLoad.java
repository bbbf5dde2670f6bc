package existing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;

/**
 * Stores, lists, renames, reads and deletes files by FTP, in many threads with a connection each.
 */
public final class FtpLoad {
  private static final int THREADS = 40;
  private static final int FILES = 5;

  private FtpLoad() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    System.out.println("characters " + Load.sum(THREADS, i -> () -> work(port, i)));
    FTPClient client = connected(port);
    System.out.println("left " + client.listNames().length + " folders");
    client.logout();
    client.disconnect();
  }

  private static FTPClient connected(int port) throws IOException {
    FTPClient client = new FTPClient();
    client.connect("127.0.0.1", port);
    check(client.login("user", "password"), client);
    client.enterLocalPassiveMode();
    check(client.setFileType(FTP.BINARY_FILE_TYPE), client);
    return client;
  }

  private static void check(boolean done, FTPClient client) throws IOException {
    if (!done) {
      throw new IOException(client.getReplyString());
    }
  }

  private static long work(int port, int who) throws IOException {
    FTPClient client = connected(port);
    try {
      check(client.makeDirectory("folder" + who), client);
      check(client.changeWorkingDirectory("folder" + who), client);
      long read = 0;
      for (int i = 0; i < FILES; i++) {
        read += file(client, who, i);
      }
      if (client.listFiles().length != FILES - 1) {
        throw new IOException("there should be " + (FILES - 1) + " files");
      }
      check(client.logout(), client);
      return read;
    } finally {
      client.disconnect();
    }
  }

  /** All are kept but the first. */
  private static long file(FTPClient client, int who, int number) throws IOException {
    String text = ("line " + who + " of " + number + "\n").repeat(1_000 * (number + 1));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    check(client.storeFile("new", new ByteArrayInputStream(bytes)), client);
    check(client.rename("new", "file" + number), client);
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    check(client.retrieveFile("file" + number, back), client);
    if (!back.toString(StandardCharsets.UTF_8).equals(text)) {
      throw new IOException("another text came back");
    }
    if (number == 0) {
      check(client.deleteFile("file" + number), client);
    }
    return back.size();
  }
}
