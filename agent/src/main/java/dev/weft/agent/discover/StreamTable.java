package dev.weft.agent.discover;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The methods of the JDK's sockets, streams, readers and writers that wait for input and output, or
 * reach one that does.
 */
public final class StreamTable {
  private static final Set<String> READING =
      Set.of(
          "read",
          "ready",
          "available",
          "mark",
          "reset",
          "close",
          "readLine",
          "readAllBytes",
          "readNBytes",
          "skip",
          "skipNBytes",
          "skipBytes",
          "transferTo",
          "readFully",
          "readBoolean",
          "readByte",
          "readUnsignedByte",
          "readShort",
          "readUnsignedShort",
          "readChar",
          "readInt",
          "readLong",
          "readFloat",
          "readDouble",
          "readUTF");

  private static final Set<String> WRITING =
      Set.of(
          "write",
          "append",
          "flush",
          "flushBuffer",
          "checkError",
          "newLine",
          "print",
          "println",
          "printf",
          "format",
          "close",
          "writeBoolean",
          "writeByte",
          "writeShort",
          "writeChar",
          "writeInt",
          "writeLong",
          "writeFloat",
          "writeDouble",
          "writeBytes",
          "writeChars",
          "writeUTF");

  /** By class, and by name there: private ones included. */
  private static final Map<String, Set<String>> COPIED =
      Map.ofEntries(
          Map.entry("java/net/Socket", Set.of("connect")),
          Map.entry("java/net/SocksSocketImpl", Set.of("connect")),
          Map.entry("java/net/DelegatingSocketImpl", Set.of("connect")),
          Map.entry("java/net/Socket$SocketInputStream", Set.of("read", "implRead")),
          Map.entry("java/net/Socket$SocketOutputStream", Set.of("write", "implWrite")),
          Map.entry(
              "java/net/ServerSocket",
              Set.of("accept", "implAccept", "platformImplAccept", "customImplAccept")),
          Map.entry(
              "sun/nio/ch/NioSocketImpl",
              Set.of(
                  "connect",
                  "beginConnect",
                  "timedFinishConnect",
                  "accept",
                  "beginAccept",
                  "timedAccept",
                  "tryLock",
                  "read",
                  "implRead",
                  "beginRead",
                  "timedRead",
                  "tryRead",
                  "write",
                  "implWrite",
                  "beginWrite",
                  "tryWrite")),
          Map.entry("sun/nio/ch/NioSocketImpl$1", Set.of("read")),
          Map.entry("sun/nio/ch/NioSocketImpl$2", Set.of("write")),
          Map.entry(
              "sun/security/ssl/SSLSocketImpl",
              Set.of(
                  "startHandshake",
                  "ensureNegotiated",
                  "readHandshakeRecord",
                  "readApplicationRecord",
                  "decode")),
          Map.entry("sun/security/ssl/SSLSocketImpl$AppInputStream", Set.of("read")),
          Map.entry("sun/security/ssl/SSLSocketImpl$AppOutputStream", Set.of("write")),
          Map.entry("sun/security/ssl/SSLTransport", Set.of("decode")),
          Map.entry(
              "sun/security/ssl/SSLSocketInputRecord",
              Set.of(
                  "bytesInCompletePacket",
                  "decode",
                  "decodeInputRecord",
                  "handleUnknownRecord",
                  "readHeader",
                  "readFully",
                  "read")),
          Map.entry("sun/security/ssl/SSLSocketOutputRecord", Set.of("deliver")),
          Map.entry("java/io/InputStream", READING),
          Map.entry("java/io/FilterInputStream", READING),
          Map.entry("java/io/BufferedInputStream", and(READING, "fill", "read1")),
          Map.entry("java/io/DataInputStream", READING),
          Map.entry("java/io/Reader", READING),
          Map.entry("java/io/InputStreamReader", READING),
          Map.entry("java/io/BufferedReader", and(READING, "fill", "read1")),
          Map.entry("sun/nio/cs/StreamDecoder", and(READING, "read0", "implRead", "readBytes")),
          Map.entry("java/io/OutputStream", WRITING),
          Map.entry("java/io/FilterOutputStream", WRITING),
          Map.entry("java/io/BufferedOutputStream", WRITING),
          Map.entry("java/io/DataOutputStream", WRITING),
          Map.entry("java/io/Writer", WRITING),
          Map.entry("java/io/OutputStreamWriter", WRITING),
          Map.entry("java/io/BufferedWriter", WRITING),
          Map.entry("java/io/PrintWriter", WRITING),
          Map.entry(
              "sun/nio/cs/StreamEncoder",
              and(
                  WRITING,
                  "writeBytes",
                  "flushLeftoverChar",
                  "implWrite",
                  "implFlushBuffer",
                  "implFlush",
                  "implClose")));

  /** What the classes of TLS call of each other. */
  private static final Set<String> CALLED_IN_TLS =
      Set.of(
          "bytesInCompletePacket",
          "decode",
          "deliver",
          "ensureNegotiated",
          "readApplicationRecord",
          "startHandshake");

  /** Its last method is called by the JDK when the process ends, and must not get between. */
  private static final String FROM_PROCESS = "java/lang/ProcessImpl$ProcessPipeInputStream";

  private static final String TLS = "sun/security/ssl/";

  private static final Set<String> CALLED = new HashSet<>();

  static {
    CALLED.addAll(READING);
    CALLED.addAll(WRITING);
    CALLED.addAll(List.of("connect", "accept", "implAccept", "startHandshake"));
  }

  private StreamTable() {}

  /** All these names. No lambda: the JVM may be just starting. */
  static Set<String> and(Set<String> names, String... more) {
    Set<String> all = new HashSet<>(names);
    all.addAll(List.of(more));
    return all;
  }

  /** Whether a call of a method of this class of the JDK may reach a copy. */
  static boolean mayReachCopy(String owner, String name) {
    if ((owner.startsWith(TLS) && CALLED_IN_TLS.contains(name))
        || HttpTable.mayReachCopy(owner, name)) {
      return true;
    }
    return CALLED.contains(name)
        && (COPIED.containsKey(owner)
            || owner.startsWith("java/io/")
            || owner.startsWith("java/net/")
            || owner.equals("javax/net/ssl/SSLSocket"))
        && !owner.equals("java/io/PrintStream") // which System.out is
        && !owner.equals("java/io/Closeable"); // it has a marker
  }

  /** Whether this class of the JDK has a copy of a method, if it declares it. */
  public static boolean isCopied(String owner, String name) {
    Set<String> names = COPIED.get(owner);
    return (names != null && names.contains(name)) || HttpTable.isCopied(owner, name);
  }

  /**
   * Whether the monitors that the methods of a class hold are held by tasks, too: those of streams,
   * readers and writers, which lock themselves or what they were made of.
   */
  public static boolean isLockedByTasks(String owner) {
    return (COPIED.containsKey(owner)
            && (owner.startsWith("java/io/") || owner.startsWith("sun/nio/cs/")))
        || owner.equals(FROM_PROCESS);
  }
}
