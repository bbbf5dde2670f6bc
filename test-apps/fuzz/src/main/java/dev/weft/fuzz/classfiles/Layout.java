package dev.weft.fuzz.classfiles;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the interesting things of a sound class file are (JVMS §4.1).
 *
 * @param constants offsets of the tags of the constants
 * @param indices offsets of two-byte references to constants and of counts
 * @param lengths offsets of the four-byte lengths of attributes
 * @param codes offsets and lengths of the bytecode of methods
 */
record Layout(
    List<Integer> constants, List<Integer> indices, List<Integer> lengths, List<int[]> codes) {

  static Layout of(byte[] bytes) {
    Reader reader = new Reader(ByteBuffer.wrap(bytes));
    reader.read();
    return new Layout(reader.constants, reader.indices, reader.lengths, reader.codes);
  }

  private static final class Reader {
    private final ByteBuffer in;
    private final List<Integer> constants = new ArrayList<>();
    private final List<Integer> indices = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final List<int[]> codes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    Reader(ByteBuffer in) {
      this.in = in;
    }

    private int index() {
      indices.add(in.position());
      return in.getShort() & 0xFFFF;
    }

    private void skip(int count) {
      in.position(in.position() + count);
    }

    void read() {
      skip(8);
      int count = index();
      names.add("");
      for (int i = 1; i < count; i++) {
        i += constant();
      }
      skip(2);
      index();
      index();
      for (int left = index(); left > 0; left--) {
        index();
      }
      members();
      members();
      attributes();
    }

    /** Reads a constant; returns how many more entries it takes. */
    private int constant() {
      constants.add(in.position());
      int tag = in.get();
      String name = "";
      int more = 0;
      switch (tag) {
        case 1 -> {
          byte[] text = new byte[index()];
          in.get(text);
          name = new String(text, java.nio.charset.StandardCharsets.UTF_8);
        }
        case 5, 6 -> {
          skip(8);
          more = 1;
        }
        case 3, 4 -> skip(4);
        case 7, 8, 16, 19, 20 -> index();
        case 15 -> {
          skip(1);
          index();
        }
        default -> {
          index();
          index();
        }
      }
      for (int i = 0; i <= more; i++) {
        names.add(name);
      }
      return more;
    }

    private void members() {
      for (int left = index(); left > 0; left--) {
        skip(2);
        index();
        index();
        attributes();
      }
    }

    private void attributes() {
      for (int left = index(); left > 0; left--) {
        String name = names.get(index());
        lengths.add(in.position());
        int length = in.getInt();
        int end = in.position() + length;
        if (name.equals("Code")) {
          code();
        } else {
          // Tables of indices and counts, mostly.
          while (in.position() + 2 <= end) {
            index();
          }
        }
        in.position(end);
      }
    }

    private void code() {
      index();
      index();
      int length = in.getInt();
      codes.add(new int[] {in.position(), length});
      skip(length);
      for (int left = index(); left > 0; left--) {
        index();
        index();
        index();
        index();
      }
      attributes();
    }
  }
}
