package dev.weft.conformance.corpus;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Class files, one behind the other in a file: for each its unit, name, length and bytes. */
final class ClassStore implements AutoCloseable {
  private final RandomAccessFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(String unit, long position, int length) {}

  private ClassStore(RandomAccessFile file) {
    this.file = file;
  }

  /** Writes a store. */
  static final class Writer implements AutoCloseable {
    private final DataOutputStream out;

    Writer(Path file) throws IOException {
      this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    void add(String unit, String name, byte[] bytes) throws IOException {
      out.writeUTF(unit);
      out.writeUTF(name);
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** Opens a store to read from. */
  static ClassStore open(Path path) throws IOException {
    ClassStore store = new ClassStore(new RandomAccessFile(path.toFile(), "r"));
    RandomAccessFile file = store.file;
    while (file.getFilePointer() < file.length()) {
      String unit = file.readUTF();
      String name = file.readUTF();
      int length = file.readInt();
      // The first wins, as on a class path.
      store.entries.putIfAbsent(name, new Entry(unit, file.getFilePointer(), length));
      file.seek(file.getFilePointer() + length);
    }
    return store;
  }

  /** The names of all classes, in the order in which they were written. */
  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** The unit a class belongs to. */
  String unitOf(String name) {
    return entries.get(name).unit();
  }

  /** The bytes of a class. */
  synchronized Optional<byte[]> find(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    byte[] bytes = new byte[entry.length()];
    file.seek(entry.position());
    file.readFully(bytes);
    return Optional.of(bytes);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
